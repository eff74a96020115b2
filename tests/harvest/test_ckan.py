"""CKAN's harvester of DCAT takes the whole catalogue: every profile, serialisation and page size keeps every value."""

import hashlib
import json
from collections.abc import Iterable

import pytest
from rdflib import Graph, URIRef

from releasegraph.graph.vocabulary import PREFIXES

from .conftest import Answer, Program, Site

PROFILES = ("euro_dcat_ap_3", "euro_dcat_ap_2", "euro_health_dcat_ap", "dcat_us_3")
PAGE_SIZES = (3, 10, 100)
SUFFIXES = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".nt": "application/n-triples",
}

KEPT = {
    "title": ("dct:title", "title"),
    "identifier": ("dct:identifier", "identifier"),
    "publisher": ("dct:publisher", "publisher_uri"),
    "access rights": ("dct:accessRights", "access_rights"),
    "themes": ("dcat:theme", "theme"),
    "legislation": ("dcatap:applicableLegislation", "applicable_legislation"),
}
"""What must survive: its property in the catalogue, and where CKAN keeps it."""

DCATAP = "http://data.europa.eu/r5r/"

Facts = dict[str, dict[str, frozenset[str]]]
"""Dataset to what is kept to its values."""


@pytest.fixture(scope="module")
def catalogue(site: Site) -> Graph:
    """Give the graph of the catalogue, as the endpoint has it."""
    return site.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{site.base}graph/catalogue> {{ ?s ?p ?o }} }}")


@pytest.fixture(scope="module")
def expected(site: Site, catalogue: Graph) -> Facts:
    """Give what the catalogue says of each of its datasets."""
    return {str(dataset): facts_of(catalogue, dataset) for dataset in datasets_of(site, catalogue)}


def datasets_of(site: Site, catalogue: Graph) -> Iterable[URIRef]:
    found = catalogue.objects(URIRef(f"{site.base}catalog"), URIRef(f"{PREFIXES['dcat']}dataset"))
    return [dataset for dataset in found if isinstance(dataset, URIRef)]


def facts_of(catalogue: Graph, dataset: URIRef) -> dict[str, frozenset[str]]:
    namespaces = {**PREFIXES, "dcatap": DCATAP}

    def values(term: str) -> frozenset[str]:
        prefix, name = term.split(":")
        return frozenset(str(value) for value in catalogue.objects(dataset, URIRef(namespaces[prefix] + name)))

    return {what: values(term) for what, (term, _) in KEPT.items()} | {"distributions": values("dcat:distribution")}


def harvested(answer: Answer) -> Facts:
    """Give the same of each dataset as CKAN would save it."""
    found: Facts = {}
    for dataset in answer["datasets"]:
        assert dataset["guid"] not in found, f"{dataset['guid']} was harvested twice"
        extras = {extra["key"]: extra["value"] for extra in dataset["extras"]}
        facts = {what: _listed(dataset.get(key) or extras.get(key)) for what, (_, key) in KEPT.items()}
        facts["distributions"] = frozenset(resource["uri"] for resource in dataset["resources"])
        found[dataset["guid"]] = facts
    return found


def _listed(value: str | list[str] | None) -> frozenset[str]:
    """Give the values in a field, which is a text, or several of them as JSON."""
    if value is None:
        return frozenset()
    return frozenset(json.loads(value) if isinstance(value, str) and value.startswith("[") else [value])


def test_catalogue_has_what_must_survive(expected: Facts) -> None:
    assert len(expected) > 20
    for dataset, facts in expected.items():
        for what in ("title", "identifier", "access rights", "themes"):
            assert facts[what], f"{dataset} has no {what}"
    for what in ("publisher", "distributions", "legislation"):
        assert any(facts[what] for facts in expected.values()), f"no dataset has {what}"


@pytest.mark.parametrize("size", PAGE_SIZES)
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("profile", PROFILES)
def test_everything_survives(site: Site, ckan: Program, expected: Facts, profile: str, suffix: str, size: int) -> None:
    answer = ckan.ask(url=f"{site.base}catalog{suffix}?page_size={size}", profile=profile)
    assert answer["errors"] == []
    assert harvested(answer) == expected
    addresses = [page["url"] for page in answer["pages"]]
    assert len(addresses) == len(set(addresses)) == -(-len(expected) // size)
    assert {page["type"] for page in answer["pages"]} == {SUFFIXES[suffix]}


def test_plain_address_is_enough(site: Site, ckan: Program, expected: Facts) -> None:
    answer = ckan.ask(url=f"{site.base}catalog", profile=PROFILES[0])
    assert answer["errors"] == []
    assert harvested(answer) == expected


def test_names_are_unique_and_readable(site: Site, ckan: Program) -> None:
    datasets = ckan.ask(url=f"{site.base}catalog", profile=PROFILES[0])["datasets"]
    assert len({dataset["name"] for dataset in datasets}) == len(datasets)
    assert all(dataset["notes"] for dataset in datasets)


def test_distributions_are_what_they_say(site: Site, ckan: Program) -> None:
    """Download every file that a portal offers, and compare it with the size and checksum that the portal shows."""
    datasets = ckan.ask(url=f"{site.base}catalog", profile=PROFILES[0])["datasets"]
    offered = {resource["uri"]: resource for dataset in datasets for resource in dataset["resources"]}
    files = [resource for resource in offered.values() if "hash" in resource]
    assert len(files) >= 4
    for resource in files:
        body = site.get(resource["download_url"].removeprefix(site.base))
        assert len(body) == resource["size"], resource["uri"]
        assert hashlib.sha256(body).hexdigest() == resource["hash"], resource["uri"]
        assert resource["hash_algorithm"].endswith("checksumAlgorithm_sha256")
    for resource in offered.values():
        assert "license" in resource or "rights" in resource, resource["uri"]
        assert resource["format"], resource["uri"]


def test_pages_hold_every_provision(site: Site, catalogue: Graph) -> None:
    released = URIRef(f"{PREFIXES['rg']}releasedUnder")
    wanted = set(catalogue.triples((None, released, None)))
    assert wanted
    found = Graph()
    address: str | None = "catalog.ttl?page_size=5"
    while address is not None:
        page = Graph().parse(data=site.get(address), format="turtle")
        found += page
        following = {str(value) for value in page.objects(None, URIRef("http://www.w3.org/ns/hydra/core#next"))}
        assert len(following) <= 1
        address = following.pop().removeprefix(site.base) if following else None
    assert set(found.triples((None, released, None))) == wanted
