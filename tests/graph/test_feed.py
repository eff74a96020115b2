"""The feed of a store, from build to build."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF

from releasegraph.graph.build import build
from releasegraph.graph.engine import rewrite_triples
from releasegraph.graph.errors import StoreError
from releasegraph.graph.feed import pages as feed_pages
from releasegraph.graph.feed.documents import FeedDocument, feed_document, feed_paths
from releasegraph.graph.feed.json_ld import feed_json_ld
from releasegraph.graph.feed.terms import ACTIVITIES, LDES, TREE
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import current_generation
from releasegraph.graph.history import history_of

from .sources.registers import BASE, agreement, dataset, release, save_csv

AS, LD, TR = (rdflib.Namespace(one) for one in (ACTIVITIES, LDES, TREE))
RG = rdflib.Namespace("https://w3id.org/releasegraph#")
FIRST, SECOND, THIRD = (f"DARS-NIC-{n * 5}-A1A1A" for n in "123")
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
DAY = timedelta(days=1)

Rebuild = Callable[..., Path]


@pytest.fixture
def rebuild(tmp_path: Path) -> Rebuild:
    """Give a function that builds agreements into the store, a day after the build before, and gives the generation."""
    built: list[datetime] = []

    def run(*agreements: dict[str, Any], base: str = BASE) -> Path:
        built.append(JUNE + DAY * len(built))
        (place := tmp_path / str(len(built))).mkdir()
        rows = [agreement(**one | {"reference": f"{one['reference']}-v1.0"}) for one in agreements]
        datasets = [dataset(reference=row["reference"]) for row in rows]
        releases = [release(reference=row["reference"], file_reference=row["reference"][9:14]) for row in rows]
        build([save_csv(place, rows, datasets, releases)], tmp_path / "store", base=base, now=built[-1])
        return current_generation(tmp_path / "store").folder

    return run


def files(folder: Path) -> dict[str, bytes]:
    found = (folder / "feed").rglob("*")
    return {str(one.relative_to(folder)): one.read_bytes() for one in found if one.is_file()}


def document(path: str, folder: Path) -> FeedDocument:
    found = feed_document(path, BASE, folder)
    assert found is not None
    return found


def graph(found: FeedDocument) -> rdflib.Graph:
    return rdflib.Graph().parse(data=found.ntriples(), format="nt")


def members(path: str, folder: Path) -> list[tuple[str, str, str]]:
    """Follow a stream from its root: of each member the day, what became of it, and its entity, the earliest first."""
    root = document(path, folder)
    (stream,) = graph(root).subjects(RDF.type, LD.EventStream)
    found: list[tuple[str, str, str]] = []
    address: Any = rdflib.URIRef(BASE + path)
    while address is not None:
        here, node = [], graph(document(address.removeprefix(BASE), folder))
        relation = node.value(address, TR.relation, any=False)
        address = None if relation is None else node.value(relation, TR.node, any=False)
        for member in node.objects(stream, TR.member):
            (event,) = (one for one in node.objects(member, RDF.type) if one.startswith(AS))
            entity, day = node.value(member, DCTERMS.isVersionOf), node.value(member, DCTERMS.created)
            here.append((str(day)[5:10], event.removeprefix(AS), entity.removeprefix(f"{BASE}id/")))
        found = here + found
    return found


def newest(path: str, folder: Path) -> FeedDocument:
    return document(f"{path}/{document(path, folder).earlier()[0].name}", folder)


def test_a_first_build_adds_everything_once(rebuild: Rebuild) -> None:
    folder = rebuild({"reference": FIRST}, {"reference": SECOND})
    assert members("feed/agreements", folder) == [
        ("06-01", "Create", f"agreement/{FIRST}"),
        ("06-01", "Create", f"agreement/{SECOND}"),
    ]
    assert members("feed/editions", folder) == [("06-01", "Create", "edition/2026-09")]
    assert len(members("feed/datasets", folder)) == 1
    every = sorted(one for path in ("agreements", "editions", "datasets") for one in members(f"feed/{path}", folder))
    assert sorted(members("feed", folder)) == every


def test_the_same_sources_again_change_no_byte(rebuild: Rebuild) -> None:
    before = files(rebuild({"reference": FIRST}))
    assert files(rebuild({"reference": FIRST})) == before


def test_a_build_adds_what_changed_came_and_went_and_leaves_pages_as_they_are(rebuild: Rebuild) -> None:
    before = files(rebuild({"reference": FIRST}, {"reference": SECOND}))
    folder = rebuild({"reference": FIRST, "title": "Changed"}, {"reference": THIRD})
    assert members("feed/agreements", folder)[2:] == [
        ("06-02", "Update", f"agreement/{FIRST}"),
        ("06-02", "Delete", f"agreement/{SECOND}"),
        ("06-02", "Create", f"agreement/{THIRD}"),
    ]
    assert {name: one for name, one in files(folder).items() if name in before and name.endswith(".nt")} == {
        name: one for name, one in before.items() if name.endswith(".nt")
    }
    folder = rebuild({"reference": FIRST, "title": "Changed"}, {"reference": SECOND}, {"reference": THIRD})
    assert members("feed/agreements", folder)[5:] == [("06-03", "Update", f"agreement/{SECOND}")]


def test_a_tombstone_says_nothing_but_what_is_gone(rebuild: Rebuild) -> None:
    rebuild({"reference": FIRST}, {"reference": SECOND})
    page = newest("feed/agreements", rebuild({"reference": FIRST}))
    found = graph(page)
    (member,) = found.objects(None, TR.member)
    assert str(member) == f"{BASE}id/agreement/{SECOND}#20260602T000000Z"
    assert set(found.predicates(member)) == {RDF.type, DCTERMS.isVersionOf, DCTERMS.created}


def test_members_say_what_they_are_and_where_to_read_on(rebuild: Rebuild) -> None:
    folder = rebuild({"reference": FIRST, "title": 'On "knees"\n& hips', "objective": "The prose."})
    page = newest("feed/agreements", folder)
    found = graph(page)
    member = rdflib.URIRef(f"{BASE}id/agreement/{FIRST}#20260601T000000Z")
    assert found.value(member, DCTERMS.title) == rdflib.Literal('On "knees"\n& hips')
    assert found.value(member, RG.latestVersion) == rdflib.URIRef(f"{BASE}id/agreement/{FIRST}/v1.0")
    assert found.value(member, RG.endDate) == rdflib.Literal("2026-03-12", datatype=rdflib.XSD.date)
    assert found.value(member, DCAT.landingPage) == rdflib.URIRef(f"{BASE}doc/agreement/{FIRST}")
    assert b"The prose." not in page.members
    data = newest("feed/datasets", folder)
    (member,) = graph(data).objects(None, TR.member)
    assert {DCAT.Dataset, RG.Dataset, AS.Create} == set(graph(data).objects(member, RDF.type))
    assert graph(data).value(member, RG.releasedUnder) == rdflib.URIRef(
        "http://www.legislation.gov.uk/id/ukpga/2012/7/section/261/2/a"
    )


def test_the_root_says_what_a_client_needs(rebuild: Rebuild) -> None:
    folder = rebuild({"reference": FIRST})
    root = graph(document("feed/agreements", folder))
    stream, address = (rdflib.URIRef(f"{BASE}feed/agreements{end}") for end in ("#stream", ""))
    assert list(root.subject_objects(TR.view)) == [(stream, address)]
    assert root.value(stream, LD.timestampPath) == DCTERMS.created
    assert root.value(stream, LD.versionOfPath) == DCTERMS.isVersionOf
    assert root.value(stream, LD.versionDeleteObject) == AS.Delete
    kept = root.value(address, LD.retentionPolicy)
    assert str(root.value(kept, LD.startingFrom)) == "2026-06-01T00:00:00+00:00"
    (relation,) = root.objects(address, TR.relation)
    assert root.value(relation, RDF.type) == TR.LessThanOrEqualToRelation
    assert root.value(relation, TR.path) == DCTERMS.created
    assert str(root.value(relation, TR.value)) == "2026-06-01T00:00:00+00:00"
    assert (address, LD.immutable, None) not in root
    page = newest("feed/agreements", folder)
    assert (rdflib.URIRef(BASE + page.path), LD.immutable, rdflib.Literal(True)) in graph(page)


def test_the_links_of_a_format_stay_in_it(rebuild: Rebuild) -> None:
    root = document("feed/datasets", rebuild({"reference": FIRST}))
    found = rdflib.Graph().parse(data=root.ntriples(".ttl"), format="nt")
    assert {str(one) for one in found.objects(None, TR.node)} == {f"{BASE}feed/datasets/20260601T000000Z.ttl"}
    assert {str(one) for one in found.objects(None, TR.view)} == {f"{BASE}feed/datasets.ttl"}


def test_every_document_is_the_same_in_every_format(rebuild: Rebuild) -> None:
    folder = rebuild({"reference": FIRST, "title": "Söhne ]]> <b>"}, {"reference": SECOND})
    for path in feed_paths(folder):
        found = document(path, folder)
        written, prefixes = found.ntriples(), found.prefixes()
        expected = rdflib.Graph().parse(data=written, format="nt")
        for name, parser in (("turtle", "turtle"), ("rdfxml", "xml"), ("nquads", "nt"), ("trig", "turtle")):
            body = rewrite_triples(written, format_named(name), prefixes)
            assert set(rdflib.Graph().parse(data=body, format=parser)) == set(expected), name
        compact, plain = (
            {quad.triple for quad in pyoxigraph.parse(data, form)}
            for data, form in (
                (feed_json_ld(written, prefixes), pyoxigraph.RdfFormat.JSON_LD),
                (written, pyoxigraph.RdfFormat.N_TRIPLES),
            )
        )
        assert compact == plain


def test_members_of_a_page_follow_their_own_names(rebuild: Rebuild) -> None:
    page = newest("feed/agreements", rebuild({"reference": FIRST}, {"reference": SECOND}))
    subjects = [line.split(" ")[0] for line in page.members.decode().splitlines()]
    assert len([one for one, other in pairwise(subjects) if one != other]) == 3


def test_large_builds_are_cut_into_pages(rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_pages, "_MOST", 2)
    folder = rebuild(*({"reference": one} for one in (FIRST, SECOND, THIRD)))
    names = [one.name for one in document("feed/agreements", folder).earlier()]
    assert names == ["20260601T000000Z-2", "20260601T000000Z"]
    assert [one.name for one in newest("feed/agreements", folder).earlier()] == names[1:]
    assert len(members("feed/agreements", folder)) == 3


def test_another_base_or_a_lost_history_begins_a_new_feed(rebuild: Rebuild) -> None:
    rebuild({"reference": FIRST})
    folder = rebuild({"reference": FIRST}, base="https://data.example.org/")
    assert next(path for path in feed_paths(folder) if "Z" in path) == "feed/20260602T000000Z"
    assert history_of(current_generation(folder.parent)).started == JUNE + DAY


def test_paths_are_plain_and_others_are_no_documents(rebuild: Rebuild) -> None:
    folder = rebuild({"reference": FIRST})
    assert all(re.fullmatch(r"feed(/[a-z]+)?(/[\dTZ_-]+)?", one) for one in feed_paths(folder))
    for path in ("feed/", "feed/other", "feed/agreements/20260601T000000Z/x", "feed/agreements/"):
        assert feed_document(path, BASE, folder) is None


def test_a_feed_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    assert list(feed_paths(tmp_path)) == ["feed", "feed/agreements", "feed/datasets", "feed/editions"]
    with pytest.raises(StoreError, match="newer build"):
        list(feed_paths(tmp_path / "gone"))
    (tmp_path / "broken" / "feed").mkdir(parents=True)
    (tmp_path / "broken" / "feed" / "pages.json").write_text("[", encoding="utf-8")
    with pytest.raises(StoreError, match="feed cannot be read"):
        list(feed_paths(tmp_path / "broken"))
