"""The notebook runs from its first cell to its last, and is stored without what it prints."""

import os
from pathlib import Path

import nbformat
import pytest

NAME = "explore.ipynb"
TABLES, CHARTS = 3, 2


@pytest.fixture
def notebook(examples: Path) -> nbformat.NotebookNode:
    return nbformat.read(examples / NAME, as_version=4)


def test_no_output_is_stored(notebook: nbformat.NotebookNode) -> None:
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in cells] == [([], None)] * len(cells)


@pytest.mark.filterwarnings("default")  # the kernel's machinery warns of its own deprecations, which are not ours
@pytest.mark.parametrize("given", [True, False], ids=["a store given", "the examples built"])
def test_notebook_runs(
    examples: Path,
    examples_folder: Path,
    notebook: nbformat.NotebookNode,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    given: bool,
) -> None:
    client = pytest.importorskip("nbclient", reason="the notebook needs the test extra")
    pytest.importorskip("ipykernel", reason="the notebook needs the test extra")
    monkeypatch.delenv("MPLBACKEND", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.delenv("RELEASEGRAPH_STORE", raising=False)
    if given:
        monkeypatch.setenv("RELEASEGRAPH_STORE", str(examples_folder))
    runner = client.NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(examples)}}
    )
    runner.execute(env=dict(os.environ))
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert [output for output in shown if output.output_type == "error"] == []
    forms = [form for output in shown for form in output.get("data", {})]
    assert (forms.count("text/html"), forms.count("image/png")) == (TABLES, CHARTS)
