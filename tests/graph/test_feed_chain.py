"""The chain over a stream's pages: small at its root, and fixed wherever it has grown."""

from datetime import UTC, datetime, timedelta

import pytest

from releasegraph.graph.feed.chain import Node, Page, find_node, nodes_of

START = datetime(2026, 6, 1, tzinfo=UTC)


def pages(number: int) -> list[Page]:
    moments = [START + timedelta(days=day) for day in range(number)]
    return [Page(f"{moment:%Y%m%dT%H%M%SZ}", moment, moment, 2) for moment in moments]


def test_a_stream_without_pages_has_a_root() -> None:
    assert list(nodes_of([])) == [Node("", None, None, 0)]


@pytest.mark.parametrize("number", [1, 2, 3, 40, 2000])
def test_from_the_root_each_page_is_found_once_the_newest_first(number: int) -> None:
    own = pages(number)
    by_name = {node.name: node for node in nodes_of(own)}
    root = by_name[""]
    assert (root.first, root.last, root.members) == (own[0].first, own[-1].last, 2 * number)
    found, node = [], root
    while node.leads_to is not None:
        found.append(node.leads_to)
        node = by_name[node.leads_to.name]
    assert found == own[::-1]
    assert find_node(own, own[0].name) == by_name[own[0].name]
    assert find_node(own, "other") is None


@pytest.mark.parametrize("number", [1, 2, 40])
def test_a_page_once_there_never_changes(number: int) -> None:
    before, after = ({node.name: node for node in nodes_of(pages(n))} for n in (number, number + 1))
    assert {name: after[name] for name in before if name} == {name: node for name, node in before.items() if name}
