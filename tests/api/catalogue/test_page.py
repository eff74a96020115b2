"""The catalogue as people read it."""

import re

import pytest
from starlette.testclient import TestClient

from .conftest import BASE


def page(client: TestClient, path: str) -> str:
    """Give a page."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


def test_the_page_lists_the_datasets_and_leads_to_them(client: TestClient) -> None:
    text = page(client, "/catalog")
    assert "<h1>Catalogue</h1>" in text
    assert "9 datasets" in text
    row = '<a href="/doc/dataset/d1">Dataset 1</a></th><td class="unbroken">NHS dataset</td>'
    assert f'{row}<td class="unbroken">non-public</td>' in text
    assert '<a href="/catalog/register">The register</a></th><td class="unbroken">Series</td>' in text
    assert '<a href="/catalog/graph">The graph</a></th><td class="unbroken">This graph</td>' in text
    assert '<td class="unbroken">2026-09-15</td>' in text
    assert f"{BASE}catalog</code>" in text


def test_the_page_says_that_it_has_only_changes(client: TestClient) -> None:
    text = page(client, "/catalog?modified_since=2026-09-20T01:00:00%2B01:00")
    assert "7 datasets changed since 2026-09-20 00:00 UTC" in text
    assert '<a href="/catalog">All datasets</a>' in text
    assert "All datasets" not in page(client, "/catalog")


def test_what_a_source_names_breaks_no_markup(client: TestClient) -> None:
    assert "September &lt;2026&gt; &amp; &#34;all&#34;" in page(client, "/catalog")


@pytest.mark.parametrize("path", ["/catalog?page_size=2&page=3", "/catalog/page/3?page_size=2"])
def test_pages_lead_to_each_other(client: TestClient, path: str) -> None:
    text = page(client, path)
    wanted = path.replace("page=3", "page={}").replace("page/3", "page/{}")
    found = re.findall(r'<a(?: rel="\w+")? href="([^"]*)">(\w+)</a>', text)
    steps = {name: href.replace("&amp;", "&") for href, name in found}
    for name, number in (("First", 1), ("Previous", 2), ("Next", 4), ("Last", 5)):
        assert sorted(re.split("[?&]", steps[name])) == sorted(re.split("[?&]", wanted.format(number)))
        assert client.get(steps[name], headers={"Accept": "text/html"}).status_code == 200


def test_every_link_of_the_pages_leads_somewhere(client: TestClient) -> None:
    for path in ("/catalog", "/catalog/graph", "/catalog/register", "/catalog/distribution/releasegraph.ttl"):
        own = set(re.findall(r'href="(/catalog[^"#]*)', page(client, path)))
        assert "/catalog" in own
        for href in own:
            assert client.get(href.replace("&amp;", "&")).status_code == 200, href


def test_a_node_has_a_page_of_its_own_first(client: TestClient) -> None:
    text = page(client, "/catalog/distribution/releasegraph.ttl")
    assert "<h1>Turtle</h1>" in text
    assert text.index("4096") < text.index("What it names")


def test_files_are_listed_with_size_and_checksum(client: TestClient) -> None:
    text = page(client, "/catalog")
    row = text[text.index('<a href="/dump/releasegraph.nq.gz">') :].partition("</tr>")[0]
    assert "<td>N-Quads, compressed</td>" in row
    assert '<td class="number">12.3 MB</td>' in row
    assert f"<code>{'0f' * 32}</code>" in row
