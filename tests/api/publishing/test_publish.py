"""The site as files: nothing is missing, nothing leads nowhere, and a run that was killed does no harm."""

import html
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import orjson
import pytest
import rdflib

from releasegraph.api.labels import labels_of
from releasegraph.api.links import Links
from releasegraph.api.publishing.files import PRIVATE
from releasegraph.api.publishing.publish import publish
from releasegraph.graph.catalogue.terms import catalogue_graph
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import open_store
from releasegraph.graph.vocabulary import PREFIXES, RDF

from .conftest import Site

BASE = "https://data.example.org/register/"
_REFERENCE = re.compile(r'(?<!rel="cite-as")\s(?:href|src|action)="([^"]*)"')
"""Not the IRI to cite a thing by: that has no slash at its end, where a host then leads to a folder."""
Run = Callable[..., tuple[int, str, list[str]]]


def _files(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file() and PRIVATE not in path.parts)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def files(site: Site) -> dict[str, bytes]:
    return _files(site.root)


def _inner_links(files: dict[str, bytes]) -> Iterator[tuple[str, str, str]]:
    """Give every link of a page into the site: the page's file, the file that a host gives, the fragment."""
    for file, body in files.items():
        if file.endswith(".html"):
            address = BASE + (file.removesuffix("index.html"))
            for reference in _REFERENCE.findall(body.decode()):
                target = urlsplit(urljoin(address, html.unescape(reference)))
                if target.geturl().startswith(BASE):
                    path = unquote(target.path.removeprefix(urlsplit(BASE).path))
                    yield file, f"{path}index.html" if not path or path.endswith("/") else path, target.fragment


def test_no_inner_link_is_broken(files: dict[str, bytes]) -> None:
    links = list(_inner_links(files))
    assert len(links) > 5_000
    assert sorted({(file, target) for file, target, _ in links if target not in files}) == []


def test_fragments_are_there(files: dict[str, bytes]) -> None:
    """The sections that our own rewriting points to: those of pages that have no such section lead to its top."""
    own = {"datasets", "releases", "prose", "rules", "main"}
    anchored = {(target, fragment) for _, target, fragment in _inner_links(files) if fragment in own}
    assert anchored
    assert [one for one in anchored if f'id="{one[1]}"'.encode() not in files[one[0]]] == []


@pytest.mark.parametrize(
    "term", ["Agreement", "AgreementVersion", "PageListing", "Organisation", "Dataset", "RegisterEdition"]
)
def test_things_have_a_page_documents_and_an_address(site: Site, files: dict[str, bytes], term: str) -> None:
    opened = open_store(site.store)
    links, labels = Links(BASE), labels_of(opened.store, BASE)
    things = {
        str(quad[0])
        for quad in opened.store.quads(predicate=RDF.type, object_=rdflib.URIRef(f"{PREFIXES['rg']}{term}"), graph=None)
    }
    assert things
    for iri in sorted(things):
        path = unquote(links.document_path(iri) or "")
        assert html.escape(labels.of(iri), quote=False)[:20] in html.unescape(files[f"{path}/index.html"].decode())
        assert f'<link rel="cite-as" href="{iri}">'.encode() in files[f"{path}/index.html"]
        graph = rdflib.Graph().parse(data=files[f"{path}.ttl"], format="turtle")
        assert (rdflib.URIRef(iri), None, None) in graph
        assert iri.encode() in files[f"{path}.jsonld"]
        assert f'url=/register/{path}/"'.encode() in files[f"{path.replace('doc/', 'id/', 1)}/index.html"]


@pytest.mark.parametrize(
    "file",
    [
        *("index.html", "about/index.html", "questions/index.html", "questions/who-holds-what/index.html"),
        *("questions/who-holds-what.csv", "questions/who-holds-what.json", "ontology/index.html", "ontology.ttl"),
        *(
            "shapes/index.html",
            "shapes.ttl",
            "context.jsonld",
            "context/v1.jsonld",
            "catalog/index.html",
            "catalog.ttl",
        ),
        *(
            "catalog.jsonld",
            "catalog.rdf",
            "catalog/page/1.ttl",
            "feed/index.html",
            "feed.ttl",
            "feed/agreements.jsonld",
        ),
        *("sitemap.xml", "sitemap/1.xml", "robots.txt", "404.html", "search/index.html", "search/things.json"),
        *("sparql/index.html", ".well-known/void", "void/index.html", "static/style.css", "static/icon.svg"),
        *("_redirects", "_headers", ".htaccess", ".nojekyll", "nginx.conf"),
    ],
)
def test_the_site_has(files: dict[str, bytes], file: str) -> None:
    assert file in files


def test_the_catalogue_leads_from_file_to_file(site: Site, files: dict[str, bytes]) -> None:
    graph = rdflib.Graph().parse(data=files["catalog.ttl"], format="turtle")
    hydra = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
    pages = set(graph.objects(None, hydra.first)) | set(graph.objects(None, hydra.last))
    assert pages
    assert {str(one).removeprefix(BASE) for one in pages} <= files.keys()
    opened = open_store(site.store)
    nodes = {str(quad[0]) for quad in opened.store.quads(graph=catalogue_graph(BASE))}
    told = {node.removeprefix(BASE) for node in nodes if node.startswith(f"{BASE}catalog/")}
    assert [node for node in told if f"{node}.ttl" not in files or f"{node}/index.html" not in files] == []


def test_the_sitemap_names_pages_that_are_there(files: dict[str, bytes]) -> None:
    named = re.findall(r"<loc>([^<]*)</loc>", files["sitemap/1.xml"].decode())
    assert len(named) > 200
    assert [one for one in named if f"{unquote(html.unescape(one)).removeprefix(BASE)}index.html" not in files] == []


def test_search_leads_to_pages(files: dict[str, bytes]) -> None:
    things = orjson.loads(files["search/things.json"])["things"]
    assert things
    assert [row[1] for row in things if f"{unquote(row[1])}index.html" not in files] == []


class _Balanced(HTMLParser):
    """Notes tags that close what is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag in ("a", "ul", "li", "p", "form", "nav", "section", "table"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("a", "ul", "li", "p", "form", "nav", "section", "table") and (
            not self.open or self.open.pop() != tag
        ):
            self.faults.append(tag)


def test_rewriting_leaves_pages_whole(files: dict[str, bytes]) -> None:
    for file, body in files.items():
        if file.endswith("/index.html"):
            page = _Balanced()
            page.feed(body.decode())
            assert (page.faults, page.open) == ([], []), file


def test_dumps_are_the_stores(site: Site, files: dict[str, bytes]) -> None:
    dumps = open_store(site.store).manifest.dumps
    assert dumps
    assert {f"dump/{one.file}": one.bytes for one in dumps} == {
        file: len(body) for file, body in files.items() if file.startswith("dump/")
    }


def test_a_folder_of_somebody_elses_is_left_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(StoreError, match=r"not a site of ours: it holds 'index\.html'"):
        publish(site.store, tmp_path, processes=1)
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_the_command_says_what_it_did(site: Site, run: Run, files: dict[str, bytes]) -> None:
    code, out, errors = run("publish", site.root, "--store", site.store, "--processes", 1)
    assert (code, out) == (0, "")
    assert f"{len(files):,} files" in errors[-1]
    assert _files(site.root) == files


def test_without_a_store_nothing_is_published(run: Run, tmp_path: Path) -> None:
    code, _, errors = run("publish", tmp_path / "site", "--store", tmp_path / "none")
    assert (code, len(errors)) == (2, 1)
    assert "no store here" in errors[0]


def test_a_killed_run_is_completed_by_the_next(site: Site, files: dict[str, bytes], tmp_path: Path) -> None:
    """Processes are forked, killed in the middle, and the next run gives the same as one that nobody disturbed."""
    command = (sys.executable, "-c", "from releasegraph.api.command_line import main; main()")
    words = ("publish", str(tmp_path / "site"), "--store", str(site.store), "--processes", "2")
    running = subprocess.Popen((*command, *words), stderr=subprocess.DEVNULL)
    while running.poll() is None and not (tmp_path / "site" / "doc").is_dir():
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert len(_files(tmp_path / "site")) < len(files)
    for _ in range(50):  # its children hold the site until they see that it has gone
        ended = subprocess.run((*command, *words), stderr=subprocess.PIPE, text=True, check=False)
        if "another run" not in ended.stderr:
            break
        time.sleep(0.2)
    assert ended.returncode == 0, ended.stderr
    assert _files(tmp_path / "site") == files
