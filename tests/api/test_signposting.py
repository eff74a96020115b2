"""Typed links in headers and pages, and the sets of them: as the FAIR Signposting Profile and RFC 9264 ask."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

import pytest
from starlette.testclient import TestClient

from releasegraph.api.signposting import WebLink, link_header, linkset
from releasegraph.graph.authorship import OGL

HTML = {"Accept": "text/html"}
_LINK = re.compile(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?')
AGREEMENT = "agreement/DARS-NIC-990103-G5H6J"


def links_of(header: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Give target and type of the links of a header, by relation."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for one in header.split(", "):
        match = _LINK.fullmatch(one)
        assert match is not None, one
        found[match[2]].append((match[1], match[3] or ""))
    return found


def landing(client: TestClient, path: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200
    return links_of(answer.headers["Link"])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("dataset/civil-registrations-of-death", "Dataset"),
        ("organisation/eastport-borough-council", "Organization"),
        (AGREEMENT, None),
        (f"{AGREEMENT}/v2.3", None),
        ("edition/2026-09", "Dataset"),
        ("law/ukpga/2012/7/section/261", "Legislation"),
    ],
)
def test_a_page_says_what_it_is_about_and_leads_to_its_data(
    examples_client: TestClient, path: str, kind: str | None
) -> None:
    found = landing(examples_client, f"/doc/{path}")
    types = [target for target, _ in found["type"]]
    assert types == ["https://schema.org/AboutPage", *([f"https://schema.org/{kind}"] if kind else [])]
    assert [kind for _, kind in found["describedby"]] == [
        "application/ld+json",
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
    ]
    for target, media_type in (*found["describedby"], *found["linkset"]):
        answer = examples_client.get(urlsplit(target).path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(media_type)


def test_a_thing_of_ours_is_cited_by_its_name_and_a_law_is_not_ours(examples_client: TestClient) -> None:
    ((cited, _),) = landing(examples_client, f"/doc/{AGREEMENT}")["cite-as"]
    assert cited == f"http://localhost:8000/id/{AGREEMENT}"
    assert examples_client.get(urlsplit(cited).path).headers["Location"] == f"/doc/{AGREEMENT}"
    assert "cite-as" not in landing(examples_client, "/doc/law/ukpga/2012/7/section/261")


def test_a_licence_stands_only_where_it_holds(examples_client: TestClient) -> None:
    """The examples are built from pages too, whose words are under no licence."""

    def licences(path: str) -> list[str]:
        return [target for target, _ in landing(examples_client, path).get("license", ())]

    assert licences("/doc/edition/2026-09") == [OGL]
    assert licences(f"/doc/{AGREEMENT}/v2.3") == [OGL]
    for path in (
        "/",
        f"/doc/{AGREEMENT}",
        "/doc/dataset/civil-registrations-of-death",
        "/doc/organisation/eastport-borough-council",
    ):
        assert licences(path) == []


def test_no_licence_of_ours_covers_a_third_partys_page(examples_client: TestClient) -> None:
    listed = re.findall(r'href="(/doc/edition/page-[^"]+)"', examples_client.get("/", headers=HTML).text)
    found = landing(examples_client, listed[0])
    assert "license" not in found
    assert [target for target, _ in found["author"]] == ["http://localhost:8000/id/organisation/medconfidential"]


def test_a_part_leads_to_its_whole(examples_client: TestClient) -> None:
    assert landing(examples_client, f"/doc/{AGREEMENT}/v2.3")["collection"] == [
        (f"http://localhost:8000/id/{AGREEMENT}", "")
    ]
    assert landing(examples_client, "/doc/edition/2026-09")["collection"] == [("http://localhost:8000/catalog", "")]


def test_data_lead_back_to_the_page(examples_client: TestClient) -> None:
    found = links_of(examples_client.get(f"/doc/{AGREEMENT}.ttl").headers["Link"])
    assert found["describes"] == [(f"http://localhost:8000/doc/{AGREEMENT}", "text/html")]
    assert found["linkset"][0][1] == "application/linkset+json"


def test_a_set_of_links_has_the_links_of_the_page(examples_client: TestClient) -> None:
    found = landing(examples_client, f"/doc/{AGREEMENT}/v2.3")
    answer = examples_client.get(urlsplit(found["linkset"][0][0]).path)
    assert answer.headers["Content-Type"] == "application/linkset+json"
    page, *documents = answer.json()["linkset"]
    assert page.pop("anchor") == f"http://localhost:8000/doc/{AGREEMENT}/v2.3"
    for relation, targets in page.items():
        assert [(one["href"], one.get("type", "")) for one in targets] == list(found[relation])
    assert {"cite-as", "type", "describedby", "license", "collection"} <= page.keys()
    assert [one["anchor"] for one in documents] == [target for target, _ in found["describedby"]]
    assert all(one["describes"][0]["href"] == f"http://localhost:8000/doc/{AGREEMENT}/v2.3" for one in documents)


def test_a_set_of_links_of_nothing_is_404(client: TestClient) -> None:
    assert client.get("/linkset/agreement/none").status_code == 404


def test_the_links_stand_in_the_page_too(examples_client: TestClient) -> None:
    """Where only files are served, there are no headers."""
    answer = examples_client.get(f"/doc/{AGREEMENT}/v2.3", headers=HTML)
    head = answer.text.partition("</head>")[0]
    for relation, targets in links_of(answer.headers["Link"]).items():
        for target, _ in targets:
            assert relation == "alternate" or f'<link rel="{relation}" href="{target}"' in head
    assert f'<link rel="canonical" href="http://localhost:8000/doc/{AGREEMENT}/v2.3">' in head


def test_a_header_holds_ascii_only(client: TestClient, base: str) -> None:
    found = landing(client, f"/doc/organisation/{quote('nhs-söhne')}")
    assert found["cite-as"] == [(f"{base}id/organisation/nhs-s%C3%B6hne", "")]


def test_the_home_page_leads_to_catalogue_files_and_interfaces(examples_client: TestClient) -> None:
    found = landing(examples_client, "/")
    assert ("http://localhost:8000/catalog.ttl", "text/turtle") in found["describedby"]
    for relation in ("describedby", "service-desc", "service-doc", "api-catalog", "item"):
        for target, _ in found.get(relation, ()):
            assert examples_client.head(urlsplit(target).path).status_code == 200, target


def test_the_interfaces_are_catalogued(examples_client: TestClient) -> None:
    answer = examples_client.get("/.well-known/api-catalog")
    assert answer.headers["Content-Type"].startswith("application/linkset+json; profile=")
    catalogue, *interfaces = answer.json()["linkset"]
    assert [one["href"] for one in catalogue["item"]] == [one["anchor"] for one in interfaces]
    for one in interfaces:
        for target in (*one["service-desc"], *one["service-doc"]):
            answer = examples_client.get(urlsplit(target["href"]).path, headers={"Accept": target["type"]})
            assert answer.headers["Content-Type"].startswith(target["type"])


def test_links_are_written_as_the_standards_have_them() -> None:
    links = (WebLink("item", "http://a.example/ä", "text/csv"), WebLink("item", "http://a.example/b"))
    assert (
        link_header(links) == '<http://a.example/%C3%A4>; rel="item"; type="text/csv", <http://a.example/b>; rel="item"'
    )
    assert linkset([("http://a.example/", links)]) == {
        "linkset": [
            {
                "anchor": "http://a.example/",
                "item": [{"href": "http://a.example/%C3%A4", "type": "text/csv"}, {"href": "http://a.example/b"}],
            }
        ]
    }
