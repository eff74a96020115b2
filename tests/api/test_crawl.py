"""Things of every class, and law cited, have a page and a document in every format; pages link to what is there."""

import pytest
from crawl import Got, faults_of, inner_links, minted, sampled
from starlette.testclient import TestClient

from releasegraph.api.links import Links
from releasegraph.graph.generations import open_store

OF_EACH = 3
"""Things asked for of each class; the benchmark asks for all."""


class Site:
    """The examples' site, and what its graph has."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        opened = open_store(client.app.state.front.folder)  # type: ignore[attr-defined]
        self.links = Links(opened.base)
        self.classes = minted(opened.store, self.links)
        opened.store.close()

    def get(self, path: str) -> Got:
        """Ask for a path."""
        answer = self._client.get(path)
        media_type = answer.headers.get("Content-Type", "").partition(";")[0]
        return answer.status_code, media_type, answer.headers.get("Location", ""), answer.content


@pytest.fixture(scope="module")
def site(examples_client: TestClient) -> Site:
    return Site(examples_client)


def test_the_graph_has_things_of_many_classes(site: Site) -> None:
    names = {kind.partition("#")[2] for kind in site.classes}
    assert {"Agreement", "AgreementVersion", "Organisation", "Dataset", "Release", "StatutoryProvision"} <= names


def test_things_have_a_page_and_documents(site: Site) -> None:
    faults = [fault for iri in sampled(site.classes, OF_EACH) for fault in faults_of(site.get, iri, site.links)]
    assert not faults


def test_pages_link_to_what_is_there(site: Site) -> None:
    pages = [f"/{site.links.document_path(iri)}" for iri in sampled(site.classes, 1, seed=2)]
    targets = sorted(inner_links(site.get, ["/", "/questions", "/about", *pages]))
    assert len(targets) > len(pages)
    assert not [target for target in targets[:: max(1, len(targets) // 150)] if site.get(target)[0] >= 400]
