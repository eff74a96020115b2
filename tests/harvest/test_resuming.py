"""A harvest survives a server that dies in its middle: nothing is taken for deleted, and the next one is complete."""

import hashlib
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.generations import current_generation

from .conftest import ROOT, Answer, Program, Site, free_port

JOB = {"profile": "euro_dcat_ap_3", "import": True}


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a site of its own, to be killed."""
    made = Site(tmp_path_factory.mktemp("mortal"), free_port())
    build([ROOT / "examples/sources"], made.store, base=made.base)
    made.start()
    yield made
    made.stop()


def guids(answer: Answer) -> set[str]:
    return {dataset["guid"] for dataset in answer["datasets"]}


@pytest.mark.parametrize("before", [False, True], ids=["first harvest", "harvested before"])
def test_harvest_resumes_after_the_server_was_killed(mortal: Site, ckan: Program, before: bool) -> None:
    url = f"{mortal.base}catalog.ttl?page_size=5"
    whole = guids(ckan.ask(url=url, profile=JOB["profile"]))
    assert len(whole) > 10
    if before:
        assert guids(ckan.ask(url=url, **JOB)) == whole

    ckan.tell({"url": url, "pace": True, **JOB})
    assert ckan.hear() == {"page": url}
    ckan.tell({})
    second = ckan.hear()["page"]
    mortal.stop(signal.SIGKILL)
    ckan.tell({})
    broken = ckan.hear()
    assert [page["url"] for page in broken["pages"]] == [url, second]
    assert len(broken["errors"]) == 1
    assert "connection" in broken["errors"][0]
    assert broken["deleted"] == []

    mortal.start()
    resumed = ckan.ask(url=url, **JOB)
    assert resumed["errors"] == []
    assert guids(resumed) == whole
    assert resumed["deleted"] == []


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is missing")
def test_download_resumes_after_the_server_was_killed(mortal: Site, tmp_path: Path) -> None:
    file = tmp_path / "dump.nq.gz"
    curl = ("curl", "--silent", "--show-error", "--fail", "--output", file, f"{mortal.base}dump/releasegraph.nq.gz")
    subprocess.run([*curl, "--range", "0-9999"], check=True)
    assert file.stat().st_size == 10_000
    mortal.stop(signal.SIGKILL)
    mortal.start()
    subprocess.run([*curl, "--continue-at", "-"], check=True)
    (made,) = [dump for dump in current_generation(mortal.store).manifest.dumps if dump.file == "releasegraph.nq.gz"]
    assert hashlib.sha256(file.read_bytes()).hexdigest() == made.sha256
