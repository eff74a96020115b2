"""Golden cases: the quads of small sources, compared exactly for every subject the expected file names.

A case is a folder of `tests/cases/build`: `source/`, and `expected.trig` with the quads of the subjects under test.
With RELEASEGRAPH_REWRITE_CASES=1 the expected files are written anew for the subjects they name: review them then.
"""

import os
import re
from pathlib import Path

import pyoxigraph
import pytest

from .sources.registers import assembled

CASES = Path(__file__).parent.parent / "cases" / "build"


REWRITE = os.environ.get("RELEASEGRAPH_REWRITE_CASES") == "1"


def rewrite(path: Path, nquads: str, subjects: set[str]) -> None:
    """Write the quads of some subjects, sorted, with the prefixes the file has."""
    prefixes = dict(re.findall(r"^@prefix (\S+): <(\S+)> \.$", path.read_text(encoding="utf-8"), re.MULTILINE))
    quads = {quad for quad in pyoxigraph.parse(nquads, pyoxigraph.RdfFormat.N_QUADS) if str(quad.subject) in subjects}

    def order(quad: pyoxigraph.Quad) -> tuple[bool, str, str, bool, str, str]:
        is_type = quad.predicate.value.endswith("#type")
        place = (not isinstance(quad.graph_name, pyoxigraph.DefaultGraph), str(quad.graph_name))
        return (*place, str(quad.subject), not is_type, str(quad.predicate), str(quad.object))

    path.write_bytes(
        pyoxigraph.serialize(sorted(quads, key=order), format=pyoxigraph.RdfFormat.TRIG, prefixes=prefixes) or b""
    )


def case_quads(nquads: str | bytes, form: pyoxigraph.RdfFormat) -> dict[str, set[str]]:
    """Give the quads of a text by their subject."""
    found: dict[str, set[str]] = {}
    for quad in pyoxigraph.parse(nquads, form):
        found.setdefault(str(quad.subject), set()).add(str(quad))
    return found


@pytest.mark.parametrize("case", sorted(path for path in CASES.iterdir() if path.is_dir()), ids=lambda case: case.name)
def test_case(case: Path) -> None:
    expected = case_quads((case / "expected.trig").read_bytes(), pyoxigraph.RdfFormat.TRIG)
    nquads = assembled(case / "source")[1]
    if REWRITE:
        rewrite(case / "expected.trig", nquads, set(expected))
        pytest.skip("rewritten")
    built = case_quads(nquads, pyoxigraph.RdfFormat.N_QUADS)
    assert expected
    assert {subject: built.get(subject, set()) for subject in expected} == expected
