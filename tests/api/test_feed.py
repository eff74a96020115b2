"""The feed as clients of event streams see it over HTTP."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
import rdflib
from rdflib.namespace import DCTERMS
from starlette.testclient import TestClient

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.build import build
from releasegraph.graph.feed.terms import LDES, TREE
from releasegraph.graph.identifiers import DEFAULT_BASE

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "sources"
AGREEMENTS = "datausesregister_september2026/Agreements.csv"
TR = rdflib.Namespace(TREE)
STREAMS = ("feed", "feed/agreements", "feed/datasets", "feed/editions")
PARSERS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/n-quads": "nt",
    "application/rdf+xml": "xml",
    "application/trig": "turtle",
}


@dataclass
class Follower:
    """A client that keeps what it has read: closed nodes it never asks for again, others by their tags."""

    client: TestClient
    members: dict[str, str] = field(default_factory=dict)
    """Member to the entity it is a version of."""
    tags: dict[str, str] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    bytes: int = 0
    asked: list[tuple[str, int]] = field(default_factory=list)

    def follow(self, path: str) -> None:
        waiting = [f"{DEFAULT_BASE}{path}"]
        while waiting:
            address = waiting.pop(0)
            if address in self.closed:
                continue
            held = {"If-None-Match": self.tags[address]} if address in self.tags else {}
            with self.client.stream("GET", address.removeprefix(DEFAULT_BASE.rstrip("/")), headers=held) as answer:
                body = b"".join(answer.iter_raw())
                self.bytes += len(body) + sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
                text = httpx2.Response(200, headers=answer.headers, content=body).text if body else ""
            self.asked.append((address.removeprefix(DEFAULT_BASE), answer.status_code))
            if answer.status_code == 304:
                continue
            assert answer.status_code == 200, address
            self.tags[address] = answer.headers["etag"]
            if "immutable" in answer.headers["cache-control"]:
                self.closed.add(address)
            graph = rdflib.Graph().parse(data=text, format="turtle")
            for member in graph.objects(None, TR.member):
                self.members[str(member)] = str(graph.value(member, DCTERMS.isVersionOf))
            relations = graph.objects(rdflib.URIRef(address), TR.relation)
            waiting += sorted({str(graph.value(one, TR.node)) for one in relations})


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLES, tmp_path / "sources")


@pytest.fixture
def rebuild(sources: Path, tmp_path: Path) -> Callable[[], None]:
    """Give a function that builds the sources as they are now, each time a day later."""
    moments = (datetime(2026, 9, 1, tzinfo=UTC) + timedelta(days=day) for day in range(10))
    return lambda: build([sources], tmp_path / "store", now=next(moments)) and None


@pytest.fixture
def own_client(rebuild: Callable[[], None], tmp_path: Path) -> Iterator[TestClient]:
    rebuild()
    with TestClient(create_application(tmp_path / "store", Settings()), follow_redirects=False) as client:
        yield client


def wait_for(client: TestClient, generation: str) -> None:
    """Wait until a server has taken up a build."""
    for _ in range(300):
        if client.get("/health").json()["generation"] == generation:
            return
        time.sleep(0.1)
    raise AssertionError(f"{generation} is not served")


def test_a_client_that_is_up_to_date_reads_little(
    own_client: TestClient, rebuild: Callable[[], None], sources: Path
) -> None:
    follower = Follower(own_client)
    for path in STREAMS:
        follower.follow(path)
    assert f"{DEFAULT_BASE}id/agreement/DARS-NIC-990101-A1B2C" in follower.members.values()
    before = set(follower.members)

    register = sources / AGREEMENTS
    register.write_text(
        register.read_text(encoding="utf-8").replace(",Heart failure cohort,", ",Hearts that fail,"), encoding="utf-8"
    )
    rebuild()
    wait_for(own_client, "generation-2")
    follower.bytes, follower.asked = 0, []
    follower.follow("feed/agreements")
    new = set(follower.members) - before
    assert {follower.members[one] for one in new} == {f"{DEFAULT_BASE}id/agreement/DARS-NIC-990101-A1B2C"}
    assert follower.asked == [("feed/agreements", 200), ("feed/agreements/20260902T000000Z", 200)]
    assert follower.bytes <= 10_000
    for suffix in ("ttl", "jsonld", "nt", "nq", "trig", "rdf"):
        both = [
            own_client.get(f"/{path}.{suffix}", headers={"Accept-Encoding": "identity"})
            for path in ("feed", "feed/20260902T000000Z")
        ]
        assert sum(len(answer.content) for answer in both) <= 10_000, suffix

    # and all four streams: the datasets' has not changed; the edition's file has, and so the edition
    follower.asked = []
    for path in STREAMS:
        follower.follow(path)
    assert dict(follower.asked)["feed/datasets"] == dict(follower.asked)["feed/agreements"] == 304
    assert follower.bytes <= 20_000

    rebuild()
    wait_for(own_client, "generation-3")
    follower.bytes, follower.asked = 0, []
    for path in STREAMS:
        follower.follow(path)
    assert {status for _, status in follower.asked} == {304}


@pytest.mark.parametrize("media_type", PARSERS)
def test_each_format_says_the_same(examples_client: TestClient, media_type: str) -> None:
    for path in STREAMS:
        turtle = rdflib.Graph().parse(data=examples_client.get(f"/{path}").text, format="turtle")
        answer = examples_client.get(f"/{path}", headers={"Accept": media_type})
        assert answer.headers["content-type"] == media_type
        assert answer.headers["vary"] == "Accept, Accept-Encoding"
        found = rdflib.Graph().parse(data=answer.content, format=PARSERS[media_type])
        assert set(found) == set(turtle)


def test_json_ld_brings_its_context(examples_client: TestClient) -> None:
    document = examples_client.get("/feed", headers={"Accept": "application/ld+json"}).json()
    assert document["@context"]["ldes"] == LDES
    assert {"@id": f"{DEFAULT_BASE}feed", "@type": "tree:Node"}.items() <= document["@graph"][0].items()


def test_who_accepts_anything_gets_rdf_and_browsers_a_page(examples_client: TestClient) -> None:
    assert examples_client.get("/feed", headers={"Accept": "*/*"}).headers["content-type"] == "text/turtle"
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = examples_client.get("/feed/agreements", headers=browser)
    assert page.headers["content-type"].startswith("text/html")
    assert "What changed of agreements" in page.text
    (link,) = set(rdflib.Graph().parse(data=examples_client.get("/feed/agreements").text).objects(None, TR.node))
    below = examples_client.get(str(link).removeprefix(DEFAULT_BASE.rstrip("/")), headers=browser)
    assert '<a href="/doc/agreement/DARS-NIC-990101-A1B2C">DARS-NIC-990101-A1B2C</a>' in below.text
    assert "immutable" not in below.headers["cache-control"]


def test_addresses_with_an_extension_lead_to_others_with_it(examples_client: TestClient) -> None:
    follower = Follower(examples_client)
    follower.follow("feed.ttl")
    follower.follow("feed/datasets.ttl")
    assert [address.endswith(".ttl") for address, _ in follower.asked] == [True] * 4
    assert len(follower.members) > 20
    assert examples_client.get("/feed/datasets.html").headers["content-type"].startswith("text/html")


def test_closed_nodes_may_be_kept_for_ever(examples_client: TestClient) -> None:
    root = examples_client.get("/feed/editions")
    assert root.headers["cache-control"] == "no-cache"
    (link,) = set(rdflib.Graph().parse(data=root.text).objects(None, TR.node))
    answer = examples_client.get(str(link).removeprefix(DEFAULT_BASE.rstrip("/")))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    held = {"If-None-Match": answer.headers["etag"]}
    again = examples_client.get(answer.request.url.path, headers=held)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    head = examples_client.head(answer.request.url.path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", answer.headers["etag"])


def test_codings_have_tags_of_their_own(examples_client: TestClient) -> None:
    tags = [
        examples_client.get("/feed", headers={"Accept-Encoding": coding}).headers["etag"]
        for coding in ("identity", "gzip", "br")
    ]
    assert len(set(tags)) == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [("/feed/", 404), ("/feed/other", 404), ("/feed.xyz", 404), ("/feed/agreements.xyz", 404), ("/feed/a/b/c", 404)],
)
def test_other_addresses_are_not_found(examples_client: TestClient, path: str, status: int) -> None:
    assert examples_client.get(path).status_code == status


def test_other_formats_are_refused_with_what_is_offered(examples_client: TestClient) -> None:
    answer = examples_client.get("/feed", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


def test_a_store_without_a_feed_has_an_empty_one(client: TestClient) -> None:
    answer = client.get("/feed/agreements")
    assert answer.status_code == 200
    assert "ldes:EventStream" in answer.text
    assert "tree:relation" not in answer.text
    assert "Nothing yet." in client.get("/feed/agreements.html").text
