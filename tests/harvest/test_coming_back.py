"""Clients that come back get what changed: one that keeps a copy by the feed, and a portal that asks since when."""

import csv
import json
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.vocabulary import PREFIXES

from .conftest import ROOT, Answer, Program, Replicate, Site, free_port

PUBLISHED = {
    "datasets": "?it a rg:Dataset",
    "agreements": "?it a rg:Agreement",
    # what newer editions replace is in graphs of its own
    "editions": "{ ?it a rg:RegisterEdition } UNION { GRAPH ?old { ?it a rg:RegisterEdition } }",
}
MOST = 10_240
"""Bytes for a client that is up to date, after one agreement changed."""
CHANGED = "DARS-NIC-990112-M5N6P"
WITHDRAWN = "DARS-NIC-990109-B8C9D"

RELABELLED = ("Emergency Care Data Set", "emergency-care-data-set")
"""A dataset's name in the register, and in its IRI."""

EVENTS = "https://www.w3.org/ns/activitystreams#"


def entities_of(answer: Answer) -> dict[str, str]:
    """Give the entity of each member, and what happened to it, in words of ActivityStreams."""
    found: dict[str, str] = {}
    for member in answer["members"]:
        statements = [line.split(" ", 2) for line in member["quads"].splitlines()]
        (entity,) = [value for _, term, value in statements if term == f"<{PREFIXES['dct']}isVersionOf>"]
        (event,) = [value for _, _, value in statements if value.startswith(f"<{EVENTS}")]
        assert entity not in found, f"{entity} twice"
        found[entity.split(">")[0].removeprefix("<")] = event.split(">")[0].removeprefix(f"<{EVENTS}")
    return found


def bytes_of(answer: Answer) -> int:
    return sum(request["bytes"] for request in answer["requests"])


@pytest.mark.parametrize("stream", PUBLISHED)
def test_a_copy_has_every_entity(site: Site, replicate: Replicate, tmp_path: Path, stream: str) -> None:
    found = entities_of(replicate(f"{site.base}feed/{stream}", tmp_path))
    there = {solution["it"] for solution in site.select(f"SELECT DISTINCT ?it {{ {PUBLISHED[stream]} }}")}
    assert there
    assert set(found) == there
    assert set(found.values()) == {"Create"}


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Site]:
    """Give a site of sources that a test may edit and build again."""
    shutil.copytree(ROOT / "examples/sources", tmp_path / "sources")
    made = Site(tmp_path, free_port())
    build([tmp_path / "sources"], made.store, base=made.base)
    made.start()
    yield made
    made.stop()


def edit(site: Site, change: Callable[[dict[str, str]], dict[str, str] | None]) -> None:
    """Change the rows of the register's sheets, or take some out; build, and wait until that is served."""
    for file in sorted((site.folder / "sources").glob("*/*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.DictReader(source))
        changed = [row for row in map(change, rows) if row is not None]
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(rows[0]))
            writer.writeheader()
            writer.writerows(changed)
    build_again(site)


def build_again(site: Site) -> None:
    """Build the sources again, and wait until that is served."""
    before = json.loads(site.get("health"))["generation"]
    time.sleep(1)  # the feed's times are whole seconds
    build([site.folder / "sources"], site.store, base=site.base)
    deadline = time.monotonic() + 30
    while json.loads(site.get("health"))["generation"] == before:
        assert time.monotonic() < deadline, "the new build is not served"
        time.sleep(0.1)


def test_a_copy_stays_up_to_date_for_little(changing: Site, replicate: Replicate, tmp_path: Path) -> None:
    feed, state = f"{changing.base}feed", tmp_path / "state"
    first = entities_of(replicate(feed, state))
    assert len(first) > 30

    def retitle(row: dict[str, str]) -> dict[str, str]:
        title = "Application Title"
        return row | {title: "Another title"} if CHANGED in row["Reference Number"] and title in row else row

    edit(changing, retitle)
    then = replicate(feed, state)
    agreement = f"{changing.base}id/agreement/{CHANGED}"
    events = entities_of(then)
    assert events.pop(agreement) == "Update"
    assert {entity.removeprefix(changing.base).split("/")[1] for entity in events} <= {"edition"}
    assert bytes_of(then) <= MOST

    build_again(changing)
    again = replicate(feed, state)
    assert again["members"] == []
    assert bytes_of(again) <= MOST

    edit(changing, lambda row: None if WITHDRAWN in row["Reference Number"] else row)
    last = entities_of(replicate(feed, state))
    assert last[f"{changing.base}id/agreement/{WITHDRAWN}"] == "Delete"
    assert agreement not in last


def test_a_portal_asks_since_when(changing: Site, ckan: Program) -> None:
    asked = f"{changing.base}catalog.ttl?page_size=3&modified_since="
    whole = guids_of(ckan.ask(url=f"{asked}2020-01-01", profile="euro_dcat_ap_3"))
    assert len(whole) > 20
    time.sleep(1)
    since = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def relabel(row: dict[str, str]) -> dict[str, str]:
        kind = "Type of Data"
        aggregated = "Aggregated - small numbers not suppressed"
        return row | {kind: aggregated} if kind in row and row["Dataset"] == RELABELLED[0] else row

    edit(changing, relabel)
    changed = guids_of(ckan.ask(url=f"{asked}{since}", profile="euro_dcat_ap_3"))
    datasets = {guid for guid in changed if "/id/dataset/" in guid}
    assert datasets == {f"{changing.base}id/dataset/{RELABELLED[1]}"}
    assert changed < whole


def test_a_build_lands_in_the_middle_of_a_harvest(changing: Site, ckan: Program) -> None:
    url, profile = f"{changing.base}catalog.ttl?page_size=4", "euro_dcat_ap_3"
    before = guids_of(ckan.ask(url=url, profile=profile))
    ckan.tell({"url": url, "profile": profile, "pace": True})
    assert ckan.hear() == {"page": url}
    ckan.tell({})
    ckan.hear()

    def rename(row: dict[str, str]) -> dict[str, str]:
        """Give a dataset a second name, whose own sorts before those that were read."""
        return row | {"Dataset": "A dataset of its own"} if row.get("Dataset") == RELABELLED[0] else row

    edit(changing, rename)
    ckan.tell({})
    while "page" in (answer := ckan.hear()):
        ckan.tell({})
    found = [dataset["guid"] for dataset in answer["datasets"]]
    after = guids_of(ckan.ask(url=url, profile=profile))
    assert after - before
    assert answer["errors"] == []
    assert len(found) == len(set(found))
    assert before & after <= set(found)


def guids_of(answer: Answer) -> set[str]:
    assert answer["errors"] == []
    return {dataset["guid"] for dataset in answer["datasets"]}
