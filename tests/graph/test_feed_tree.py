"""The tree over a stream's pages: small at its root, and fixed wherever it has grown."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releasegraph.graph.feed.tree import Node, Page, find_node, tree_of

START = datetime(2026, 6, 1, tzinfo=UTC)


def pages(number: int) -> list[Page]:
    moments = [START + timedelta(days=day) for day in range(number)]
    return [Page(f"{moment:%Y%m%dT%H%M%SZ}", moment, moment, 2) for moment in moments]


def below(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from below(child)


def test_a_stream_without_pages_has_a_root() -> None:
    assert tree_of([]) == Node("", None, None, 0)


@settings(max_examples=25)
@given(st.integers(1, 300))
def test_each_page_is_found_once_in_order(number: int) -> None:
    root, own = tree_of(pages(number)), pages(number)
    assert [node.name for node in below(root) if node.is_page] == [page.name for page in own]
    assert root.members == 2 * number
    for node in below(root):
        assert find_node(root, node.name) == node
        assert [child.first for child in node.children] == sorted(child.first for child in node.children if child.first)
        if node.children:
            assert (node.first, node.last) == (node.children[0].first, node.children[-1].last)
    assert len({node.name for node in below(root)}) == len(list(below(root)))


@settings(max_examples=25)
@given(st.integers(1, 300))
def test_a_node_once_there_never_changes(number: int) -> None:
    before, after = ({node.name: node for node in below(tree_of(pages(n)))} for n in (number, number + 1))
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize(("number", "most"), [(12, 9), (120, 21), (4000, 42)])
def test_the_root_stays_small(number: int, most: int) -> None:
    assert len(tree_of(pages(number)).children) <= most
