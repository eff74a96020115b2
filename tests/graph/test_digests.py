"""Digests of entities: what is added up quickly is what the lines say, in whatever order and whatever runs."""

import random
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from xxhash import xxh3_128_intdigest

from releasegraph.graph.assembly import Assembly
from releasegraph.graph.digests import NAMING, Digest, Digests, kind_of
from releasegraph.graph.editions import plan_editions
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.search.notes import Notes
from releasegraph.graph.sources.discovery import discover

from .sources.registers import BASE, agreement, assembled, dataset, release, save_csv

EXAMPLES = Path(__file__).parents[2] / "examples" / "sources"
FIRST, SECOND = "DARS-NIC-11111-A1A1A", "DARS-NIC-22222-B2B2B"


def digests_of(runs: Iterable[str]) -> dict[str, Digest]:
    digests, notes = Digests(BASE), Notes(NAMING)
    assert "".join(digests.passing(notes.passing(runs := list(runs)))) == "".join(runs)
    return dict(digests.of(notes.graphs[""]))


def digests_at(path: Path) -> dict[str, Digest]:
    return digests_of([assembled(path)[1]])


def slowly(nquads: str) -> dict[str, Digest]:
    """Add up statement by statement, as the words of the module have it."""
    said: defaultdict[str, int] = defaultdict(int)
    recorded: defaultdict[str, int] = defaultdict(int)
    statements = [line.split(" ", 2) for line in nquads.splitlines() if line]
    holders = {s: o.split(" ")[0] for s, p, o in statements if p.endswith("#underVersion>")}
    for subject, predicate, rest in statements:
        graph = rest.split(" ")[-2] if rest.split(" ")[-2].startswith(f"<{BASE}graph/") else ""
        thing = holders.get(subject, subject)[1:-1]
        if thing.startswith(f"{BASE}id/agreement/"):
            thing = "/".join(thing.split("/")[:6])
        if kind_of(thing, BASE) is None or (graph and "/id/edition/" not in thing):
            continue
        term = rest.removesuffix(f" {graph} .") if graph else rest.removesuffix(" .")
        line = f"{subject} {predicate} {term} ."
        (recorded if predicate.endswith("#recordedIn>") else said)[thing] += xxh3_128_intdigest(line.encode())
    for subject, predicate, rest in statements:
        term, *more = rest.split(" ")
        names = predicate[1:-1] in NAMING and "/agreement/" in subject and "/provision/" not in subject
        if names and more == ["."] and term[1:-1] in said:
            said[term[1:-1]] += xxh3_128_intdigest(f"{subject} {predicate} {rest}".encode())
    return {one: Digest(f"{n % 2**128:032x}", f"{recorded[one] % 2**128:032x}") for one, n in said.items()}


def test_quick_sums_are_those_of_the_statements() -> None:
    nquads = assembled(EXAMPLES)[1]
    assert digests_of(_runs()) == slowly(nquads)


def test_the_order_of_lines_does_not_matter() -> None:
    lines = [line for line in assembled(EXAMPLES)[1].splitlines(keepends=True) if "/id/release/" not in line]
    shuffled = random.Random(4).sample(lines, len(lines))
    assert digests_of(shuffled) == digests_of(lines)


def _runs() -> Iterable[str]:
    return Assembly(plan_editions(discover([EXAMPLES]), None), Identifiers(BASE), lambda *_: None).lines()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return save_csv(tmp_path, *_rows())


def _rows(**cells: object) -> tuple[list[object], ...]:
    second = {"reference": f"{SECOND}-v1.0"}
    return (
        [agreement(**cells), agreement(**second, applicant="Eastport Council", data_controllers="Eastport Council")],
        [dataset(), dataset(**second, dataset="Civil Registrations of Death")],
        [release(), release(**second, file_reference="FILE0000002", dataset="Civil Registrations of Death")],
    )


def _changed(before: dict[str, Digest], after: dict[str, Digest]) -> set[str]:
    return {
        iri.removeprefix(f"{BASE}id/")
        for iri in {*before, *after}
        if (before.get(iri) and before[iri].said) != (after.get(iri) and after[iri].said)
    }


def test_only_what_a_cell_is_about_changes(register: Path, tmp_path: Path) -> None:
    before = digests_at(register)
    (tmp_path / "title").mkdir()
    titled = digests_at(save_csv(tmp_path / "title", *_rows(title="Another title")))
    assert _changed(before, titled) == {"edition/2026-09", f"agreement/{FIRST}"}
    (tmp_path / "applicant").mkdir()
    applied = digests_at(save_csv(tmp_path / "applicant", *_rows(applicant="Eastport Council")))
    assert _changed(before, applied) == {
        *("edition/2026-09", f"agreement/{FIRST}"),
        *("organisation/eastport-council", "organisation/university-of-wessex"),
    }


def test_moved_rows_change_only_where_things_are_recorded(register: Path, tmp_path: Path) -> None:
    moved = save_csv(tmp_path, *(rows[::-1] for rows in _rows()), name="register-2026-10")
    before, after = digests_at(register), digests_at(moved)
    assert _changed(before, after) == {"edition/2026-09", "edition/2026-10"}
    of_first = f"{BASE}id/agreement/{FIRST}"
    assert before[of_first].recorded != after[of_first].recorded


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        (f"{BASE}id/agreement/{FIRST}", "agreement"),
        (f"{BASE}id/agreement/{FIRST}/v1.0", None),
        (f"{BASE}id/dataset/hes", "dataset"),
        (f"{BASE}id/text/0123", None),
        (f"{BASE}id/instrument/directions-2020", "law"),
        ("http://www.legislation.gov.uk/id/ukpga/2012/7/section/261", "law"),
        ("https://other.example/id/dataset/hes", None),
        (f"{BASE}id/dataset/", None),
    ],
)
def test_kinds(iri: str, kind: str | None) -> None:
    assert kind_of(iri, BASE) == kind
