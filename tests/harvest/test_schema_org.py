"""What search engines find in the pages, read with extruct, is what the graph says."""

import hashlib
from typing import Any

import pytest

from .conftest import Program, Site

SCHEMA = ("https://schema.org", "https://schema.org/")


def objects(readers: Program, url: str) -> list[dict[str, Any]]:
    """Give the objects of schema.org in a page, those in a graph too; pages also hold RDF in other vocabularies."""
    answer = readers.ask(url=url, by="extruct", accept="text/html")
    assert "error" not in answer, f"{url}: {answer['error']}"
    assert answer["type"] == "text/html"
    found: list[dict[str, Any]] = []
    for document in answer["objects"]:
        if document.get("@context") in SCHEMA:
            found += document.get("@graph", [document])
    return found


def one(found: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """Give the only object of a kind."""
    (only,) = [
        thing for thing in found if kind in ([thing["@type"]] if isinstance(thing["@type"], str) else thing["@type"])
    ]
    return only


@pytest.mark.parametrize("path", ["", "catalog"])
def test_catalogue_is_a_data_catalogue(site: Site, readers: Program, path: str) -> None:
    found = one(objects(readers, site.base + path), "DataCatalog")
    assert found["name"]
    assert found["url"].startswith(site.base)


def test_every_nhs_dataset_is_a_dataset(site: Site, readers: Program) -> None:
    datasets = site.select("SELECT ?dataset ?name { ?dataset a rg:Dataset ; rdfs:label ?name }")
    assert datasets
    for dataset in datasets:
        page = site.base + "doc/" + dataset["dataset"].removeprefix(f"{site.base}id/")
        found = one(objects(readers, page), "Dataset")
        assert found["name"] == dataset["name"]
        assert 50 <= len(found["description"]) <= 5000
        assert found["url"] == page


@pytest.mark.parametrize("path", ["", "doc/edition/2026-09"])
def test_downloads_are_what_they_say(site: Site, readers: Program, path: str) -> None:
    downloads = one(objects(readers, site.base + path), "Dataset")["distribution"]
    assert len(downloads) >= 4
    for download in downloads:
        body = site.get(download["contentUrl"].removeprefix(site.base))
        assert download["contentSize"] == f"{len(body)} B"
        assert download["sha256"] == hashlib.sha256(body).hexdigest()


def test_every_body_is_an_organisation(site: Site, readers: Program) -> None:
    bodies = site.select("SELECT ?body ?name { ?body a rg:Organisation ; rdfs:label ?name }")
    assert bodies
    for body in bodies:
        page = site.base + "doc/" + body["body"].removeprefix(f"{site.base}id/")
        found = one(objects(readers, page), "Organization")
        assert found["name"] == body["name"]
        assert found["url"] == page
