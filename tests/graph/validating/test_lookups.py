"""Lookups give the same of many nodes as of few, whichever way they read the store."""

import pytest

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.validating import lookups
from releasegraph.graph.validating.lookups import Lookups, is_iri

NODES = [f"http://example.org/{number}" for number in range(6)]
P, Q = "http://example.org/p", "http://example.org/q"


@pytest.fixture
def asked() -> Lookups:
    store = EmbeddedStore.temporary()
    lines = [f'<{node}> <{P}> "{number % 3}" .\n' for number, node in enumerate(NODES[:5])]
    store.load("".join([*lines, f'<{NODES[0]}> <{P}> "9" .\n', f"<{NODES[1]}> <{Q}> <{NODES[0]}> .\n"]).encode())
    return Lookups(store)


@pytest.mark.parametrize("many", [1, 100])
def test_patterns_that_need_not_match_leave_what_they_bind_empty(
    asked: Lookups, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "_MANY", many)
    found = asked.rows(NODES, "?p ?q", [f"?n <{P}> ?p"], [f"?n <{Q}> ?q"])
    assert {node: sorted(rows) for node, rows in found.items()} == {
        NODES[0]: [["0", ""], ["9", ""]],
        NODES[1]: [["1", NODES[0]]],
        NODES[2]: [["2", ""]],
        NODES[3]: [["0", ""]],
        NODES[4]: [["1", ""]],
    }


@pytest.mark.parametrize("many", [1, 100])
def test_paths_follow_one_another(asked: Lookups, many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookups, "_MANY", many)
    assert asked.values(NODES, f"<{Q}>", f"<{P}>") == {NODES[1]: ("0", "9")}


@pytest.mark.parametrize("number", range(1, 7))
def test_what_is_rare_is_the_same_read_whole_or_node_by_node(asked: Lookups, number: int) -> None:
    nodes, patterns = NODES[:number], [f"?n <{P}> ?p"]
    whole, each = asked.rare(nodes, "?p", patterns), asked.rows(nodes, "?p", patterns)
    assert {node: sorted(rows) for node, rows in whole.items()} == {node: sorted(rows) for node, rows in each.items()}


def test_no_more_than_so_many_of_a_node(asked: Lookups) -> None:
    assert {node: len(rows) for node, rows in asked.few(NODES[:2], "?p", [f"?n <{P}> ?p"], (), 1).items()} == {
        NODES[0]: 1,
        NODES[1]: 1,
    }


@pytest.mark.parametrize("text", ["_:b0", "", "words", "http://example.org/a b", 'http://example.org/"'])
def test_what_is_no_iri_is_not_asked_about(asked: Lookups, text: str) -> None:
    assert not is_iri(text)
    assert asked.rows([text], "?p", [f"?n <{P}> ?p"]) == {}
