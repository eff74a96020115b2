"""Digests of terms: the same for the same lines in any order, another wherever one line differs."""

import random
from pathlib import Path

import pytest

from releasegraph.graph.digests import Digests
from releasegraph.graph.errors import StoreError
from releasegraph.graph.term_digests import class_key, read_term_digests, write_term_digests

BASE = "http://a.example/"
RG = "https://w3id.org/releasegraph#"
LINES = (
    f"<{BASE}id/agreement/x> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{RG}Agreement> .",
    f'<{BASE}id/agreement/x> <{RG}reference> "x <y> z" .',
    f"<{BASE}id/agreement/x/v1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{RG}AgreementVersion> .",
    f'<{BASE}id/record/r> <{RG}row> "1" .',
    f'<{BASE}id/agreement/x> <{RG}reference> "older" <{BASE}graph/edition/1> .',
)


def digests_of(*runs: tuple[str, ...]) -> dict[str, str]:
    digests = Digests(BASE)
    assert list(digests.passing("".join(f"{line}\n" for line in run) for run in runs))
    return dict(digests.terms.of())


def test_order_and_runs_do_not_matter() -> None:
    found = digests_of(LINES)
    assert found.keys() == {
        class_key(f"{RG}Agreement"),
        class_key(f"{RG}AgreementVersion"),
        f"{RG}reference",
        f"{RG}row",
    }
    lines = list(LINES)
    random.Random(1).shuffle(lines)
    assert digests_of(tuple(lines[:2]), (), tuple(lines[2:])) == found


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_line_less_changes_its_own_digest_alone(number: int) -> None:
    whole, less = digests_of(LINES), digests_of(LINES[:number] + LINES[number + 1 :])
    assert len({key for key in whole if whole[key] != less.get(key)}) == 1


def test_digests_are_read_as_they_were_written(tmp_path: Path) -> None:
    assert read_term_digests(tmp_path) is None
    write_term_digests(digests_of(LINES), tmp_path)
    assert read_term_digests(tmp_path) == digests_of(LINES)
    (tmp_path / "terms.json").write_bytes(b"{")
    with pytest.raises(StoreError):
        read_term_digests(tmp_path)
