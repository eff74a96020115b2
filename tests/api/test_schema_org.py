"""What search engines read in pages: valid by Google's documentation, by schema.org's own names, and true."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from releasegraph.api.rights import licence_of_thing, licence_of_whole
from releasegraph.api.schema_org import LONGEST, breadcrumbs, counted, description_in, distributions, document, prose
from releasegraph.graph.authorship import OGL
from releasegraph.graph.dumps import DumpFile
from releasegraph.graph.generations import Manifest
from releasegraph.graph.vocabulary import RG

BASE = "http://localhost:8000/"
AGREEMENT = "/doc/agreement/DARS-NIC-990103-G5H6J"
Node = dict[str, Any]


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_address(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"https?://\S+", value) is not None


def is_description(value: object) -> bool:
    return isinstance(value, str) and 50 <= len(value) <= LONGEST


def is_interval(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d/\d{4}-\d\d", value) is not None


def is_moment(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", value) is not None


def is_flag(value: object) -> bool:
    return isinstance(value, bool)


def is_a(*kinds: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and (value.get("@type") in kinds or value.keys() == {"@id"})


def each(check: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(map(check, value))


_COMMON = {"@id": is_address, "name": is_text, "url": is_address, "description": is_description}
ALLOWED: Mapping[str, Mapping[str, Callable[[object], bool]]] = {
    "Dataset": {
        **_COMMON,
        "alternateName": each(is_text),
        "identifier": is_address,
        "keywords": each(is_text),
        "version": is_text,
        "dateModified": is_moment,
        "license": is_address,
        "copyrightNotice": is_text,
        "conditionsOfAccess": is_text,
        "isAccessibleForFree": is_flag,
        "isBasedOn": each(is_a("Dataset")),
        "isPartOf": is_a("Dataset"),
        "creator": is_a("Organization"),
        "publisher": is_a("Organization"),
        "temporalCoverage": is_interval,
        "spatialCoverage": is_a("Place"),
        "includedInDataCatalog": is_a("DataCatalog"),
        "distribution": each(is_a("DataDownload")),
    },
    "DataCatalog": {
        **_COMMON,
        "isAccessibleForFree": is_flag,
        "dataset": each(is_a("Dataset")),
        "publisher": is_a("Organization"),
    },
    "WebSite": {"@id": is_address, "name": is_text, "url": is_address, "publisher": is_a("Organization")},
    "WebPage": {
        **_COMMON,
        "identifier": is_address,
        "author": each(is_a("Organization")),
        "copyrightNotice": is_text,
        "about": is_a("Thing"),
        "dateModified": is_moment,
        "isPartOf": is_a("WebSite"),
    },
    "Organization": {
        **_COMMON,
        "alternateName": each(is_text),
        "identifier": is_address,
        "parentOrganization": each(is_a("Organization")),
        "subOrganization": each(is_a("Organization")),
    },
    "Legislation": {
        **_COMMON,
        "alternateName": each(is_text),
        "identifier": is_address,
        "legislationIdentifier": is_address,
        "isPartOf": is_a("Legislation"),
    },
    "BreadcrumbList": {"itemListElement": each(is_a("ListItem"))},
}
"""Each class we use with the properties it may have (https://schema.org/) and what their values are."""
REQUIRED: Mapping[str, frozenset[str]] = {
    "Dataset": frozenset({"name", "description", "url", "identifier", "includedInDataCatalog"}),
    "DataCatalog": frozenset({"name", "description", "url"}),
    "DataDownload": frozenset({"contentUrl", "encodingFormat", "contentSize"}),
    "Organization": frozenset({"name", "url"}),
    "BreadcrumbList": frozenset({"itemListElement"}),
    "ListItem": frozenset({"position", "name", "item"}),
}
"""What Google's documentation requires of a class, and what of the recommended we always have."""


def read(client: TestClient, path: str) -> list[Node]:
    """Give the nodes of a page's schema.org document, each held to the tables."""
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, path
    blocks = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL))
    documents = [one for one in blocks if isinstance(one, dict) and one.get("@context") == "https://schema.org/"]
    nodes: list[Node] = [node for one in documents for node in one["@graph"]]
    for node in nodes:
        kind = node["@type"]
        checks = ALLOWED[kind]
        assert REQUIRED.get(kind, frozenset()) <= node.keys(), (path, kind)
        assert node.keys() - {"@type"} <= checks.keys(), (path, kind)
        wrong = {name: value for name, value in node.items() if name != "@type" and not checks[name](value)}
        assert not wrong, (path, kind)
        for name in ("distribution", "itemListElement"):
            assert all(REQUIRED[one["@type"]] <= one.keys() for one in node.get(name, ())), (path, kind)
    return nodes


def of_kind(nodes: list[Node], kind: str) -> Node:
    (found,) = (node for node in nodes if node["@type"] == kind)
    return found


def pages(client: TestClient) -> list[str]:
    """Give every address of the sitemap's pages of things."""
    found = re.findall(r"<loc>http://localhost:8000(/doc/[^<]+)</loc>", client.get("/sitemap/1.xml").text)
    assert len(found) > 100
    return found


def test_every_kind_of_page_is_valid(examples_client: TestClient) -> None:
    seen = {node["@type"] for path in pages(examples_client)[::3] for node in read(examples_client, path)}
    assert seen == {"Dataset", "WebPage", "Organization", "Legislation", "BreadcrumbList"}


def test_the_home_page_describes_site_catalogue_and_graph(examples_client: TestClient) -> None:
    nodes = read(examples_client, "/")
    assert [node["@type"] for node in nodes] == ["Dataset", "DataCatalog", "WebSite"]
    graph = of_kind(nodes, "Dataset")
    assert graph["url"] == BASE
    assert graph["isAccessibleForFree"] is True
    assert is_interval(graph["temporalCoverage"])
    assert "license" not in graph  # the examples hold pages, which are under none
    assert of_kind(nodes, "DataCatalog")["dataset"] == [{"@id": graph["@id"]}]
    assert graph["creator"]["name"] == "localhost:8000"  # the base's host, where no publisher was named
    assert {one["encodingFormat"][0] for one in graph["distribution"]} >= {"application/n-quads", "text/turtle"}


def test_an_nhs_dataset_is_described_and_not_offered(examples_client: TestClient) -> None:
    dataset = of_kind(read(examples_client, "/doc/dataset/civil-registrations-of-death"), "Dataset")
    assert dataset["name"] == "Civil Registrations of Death"
    assert dataset["identifier"] == f"{BASE}id/dataset/civil-registrations-of-death"
    assert "not public" in dataset["conditionsOfAccess"].lower()
    assert not dataset.keys() & {"license", "distribution", "isAccessibleForFree", "temporalCoverage", "creator"}
    assert re.search(r"\d+ organisations? (have )?had it under \d+ agreement versions?", dataset["description"])


def test_an_edition_of_the_register_is_nhs_englands_and_open(examples_client: TestClient) -> None:
    edition = of_kind(read(examples_client, "/doc/edition/2026-09"), "Dataset")
    assert edition["license"] == OGL
    assert edition["creator"]["name"] == "NHS England"
    assert edition["version"] == "2026-09"
    assert "September 2026" in edition["description"]


def test_a_captured_page_is_its_authors(examples_client: TestClient) -> None:
    (path,) = [one for one in pages(examples_client) if one.startswith("/doc/edition/page-")][:1]
    page = of_kind(read(examples_client, path), "WebPage")
    assert [one["name"] for one in page["author"]] == ["medConfidential"]
    assert "license" not in page


def test_a_body_has_its_other_names(examples_client: TestClient) -> None:
    body = of_kind(read(examples_client, "/doc/organisation/eastport-borough-council"), "Organization")
    assert body["@id"] == f"{BASE}id/organisation/eastport-borough-council"
    assert body["name"] == "EASTPORT BOROUGH COUNCIL"
    assert body["name"] not in body.get("alternateName", ())
    assert "laim" not in body["description"]


def test_an_agreement_is_no_work_and_no_permit(examples_client: TestClient) -> None:
    page = of_kind(read(examples_client, AGREEMENT), "WebPage")
    assert page["about"]["@type"] == "Thing"
    assert page["about"]["@id"] == f"{BASE}id/agreement/DARS-NIC-990103-G5H6J"


def test_crumbs_lead_to_the_page(examples_client: TestClient) -> None:
    crumbs = of_kind(read(examples_client, f"{AGREEMENT}/v2.3"), "BreadcrumbList")["itemListElement"]
    assert [(one["position"], one["item"]) for one in crumbs] == [
        (1, f"http://localhost:8000{AGREEMENT}"),
        (2, f"http://localhost:8000{AGREEMENT}/v2.3"),
    ]
    shown = examples_client.get(f"{AGREEMENT}/v2.3", headers={"Accept": "text/html"}).text
    assert f'<li><a href="{AGREEMENT}">{crumbs[0]["name"]}</a></li>' in shown


def test_a_question_stands_below_the_questions(examples_client: TestClient) -> None:
    path = "/questions/versions-relying-on-a-section"
    crumbs = of_kind(read(examples_client, path), "BreadcrumbList")["itemListElement"]
    assert [one["item"] for one in crumbs] == [f"{BASE}questions", f"http://localhost:8000{path}"]


@pytest.mark.parametrize("path", ["/", AGREEMENT, "/questions/versions-relying-on-a-section"])
def test_a_page_has_one_address_whatever_its_parameters(examples_client: TestClient, path: str) -> None:
    text = examples_client.get(f"{path}?page=2", headers={"Accept": "text/html"}).text
    assert re.findall(r'<link rel="canonical" href="([^"]*)">', text) == [f"http://localhost:8000{path}"]


def test_a_page_has_a_description_of_its_own(examples_client: TestClient) -> None:
    texts = [
        examples_client.get(path, headers={"Accept": "text/html"}).text
        for path in ("/", AGREEMENT, "/doc/dataset/civil-registrations-of-death")
    ]
    found = [re.findall(r'<meta name="description" content="([^"]+)">', text) for text in texts]
    assert all(len(one) == 1 and 50 <= len(one[0]) <= 400 for one in found)
    assert len({one[0] for one in found}) == len(found)


def test_a_page_about_no_thing_says_nothing(client: TestClient) -> None:
    assert read(client, "/about") == []


def test_files_of_the_graph_are_downloads() -> None:
    dump = DumpFile("releasegraph.nq.gz", "nquads", "application/n-quads", "gzip", 1234, "ab" * 32)
    (download,) = distributions(BASE, Manifest(BASE, dumps=(dump,)))
    assert download == {
        "@type": "DataDownload",
        "name": "releasegraph.nq.gz",
        "contentUrl": f"{BASE}dump/releasegraph.nq.gz",
        "encodingFormat": ["application/n-quads", "application/gzip"],
        "contentSize": "1234 B",
        "sha256": "ab" * 32,
    }


_WORKBOOK, _PAGE = {"kind": "workbook", "name": "2026-09"}, {"kind": "page", "name": "page-1"}


@pytest.mark.parametrize(
    ("editions", "classes", "stated", "licence"),
    [
        ((_WORKBOOK,), {RG.Agreement}, None, OGL),
        ((_WORKBOOK, _PAGE), {RG.Agreement}, None, None),
        ((_WORKBOOK, _PAGE), {RG.AgreementVersion}, None, OGL),
        ((_WORKBOOK, _PAGE), {RG.AgreementVersion, RG.PageListing}, None, None),
        ((_WORKBOOK,), {RG.Dataset}, None, None),
        ((_WORKBOOK,), {RG.Organisation}, None, None),
        ((_WORKBOOK, _PAGE), {RG.RegisterEdition}, OGL, OGL),
        ((_PAGE,), {RG.RegisterEdition}, None, None),
    ],
)
def test_a_licence_is_the_sources(
    editions: tuple[Mapping[str, str], ...], classes: set[str], stated: str | None, licence: str | None
) -> None:
    assert licence_of_thing(Manifest(BASE, editions), classes, stated) == licence


def test_a_whole_has_a_licence_where_all_of_it_has() -> None:
    assert licence_of_whole(Manifest(BASE, (_WORKBOOK,))) == OGL
    assert licence_of_whole(Manifest(BASE, (_WORKBOOK, _PAGE))) is None
    assert licence_of_whole(Manifest(BASE)) is None


def test_a_long_description_is_cut_at_a_word() -> None:
    text = prose("word " * 2000)
    assert LONGEST - 10 < len(text) <= LONGEST
    assert text.endswith("word …")


def test_numbers_are_counted_in_words() -> None:
    assert [counted(number, "file", "files") for number in (0, 1, 1234)] == ["0 files", "1 file", "1,234 files"]


def test_a_way_of_one_step_is_none() -> None:
    assert breadcrumbs(BASE, [("here", "doc/x")]) is None
    assert document([]) is None
    assert description_in(None) is None
