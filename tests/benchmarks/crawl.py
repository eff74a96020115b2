"""Ask for every thing of the graph: each IRI minted, and each law cited, has a page and a document in every format.

`python tests/benchmarks/crawl.py [--full] [--store DIR]` crawls the examples' graph whole, and of a generated
register's graph, or of the store given, a seeded sample of each class (with --full ten times as many).
"""

import argparse
import html
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from threading import local
from urllib.parse import urljoin, urlsplit

import pyoxigraph
from deployment import deployed
from stores import arguments, example_store, register_store

from releasegraph.api.links import Links
from releasegraph.api.negotiation import CSV, DOCUMENTS, HTML
from releasegraph.graph.generations import open_store
from releasegraph.graph.store import GraphStore
from releasegraph.graph.vocabulary import RDF

__all__ = ["Get", "Got", "faults_of", "minted", "sampled"]

Got = tuple[int, str, str, bytes]
"""Status, content type without parameters, location, body."""
Get = Callable[[str], Got]
RDF_FORMATS = {
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
}
_HREF = re.compile(rb'\s(?:href|src)="([^"]*)"')


def minted(store: GraphStore, links: Links) -> dict[str, list[str]]:
    """Give the IRIs that have a document here, by class, from every graph; those without a class are under ""."""
    found: dict[str, str] = {}
    for subject, predicate, object_, _ in store.quads(graph=None):
        if links.document_path(str(subject)):
            found.setdefault(str(subject), "")
            if str(predicate) == str(RDF.type):
                found[str(subject)] = str(object_)
    classes: dict[str, list[str]] = defaultdict(list)
    for iri, kind in sorted(found.items()):
        classes[kind].append(iri)
    return classes


def sampled(classes: dict[str, list[str]], most: int, seed: int = 1) -> list[str]:
    """Draw at most so many IRIs of each class."""
    rng = random.Random(seed)
    return [iri for _, all_of in sorted(classes.items()) for iri in rng.sample(all_of, min(most, len(all_of)))]


def faults_of(get: Get, iri: str, links: Links) -> Iterator[str]:
    """Ask for all that one IRI leads to; give what is wrong, each in a line."""
    path = links.document_path(iri)
    assert path is not None, iri
    if iri.startswith(links.base):
        status, _, location, _ = get("/" + path.replace("doc/", "id/", 1))
        if (status, urlsplit(location).path) != (303, f"/{path}"):
            yield f"{iri}: {status} to {location!r}, not 303 to /{path}"
    for form in DOCUMENTS:
        address = f"/{path}.{form.extension}"
        status, content_type, _, body = get(address)
        if (status, content_type) != (200, form.media_type):
            yield f"{address}: {status} {content_type}, not 200 {form.media_type}"
        elif form.name in RDF_FORMATS:
            yield from _misread(address, iri, body, form.name, links)
        elif form is HTML and b"<h1" not in body:
            yield f"{address}: no heading"
        elif form is CSV and body.count(b"\n") < 2:
            yield f"{address}: no statement"


def _misread(address: str, iri: str, body: bytes, name: str, links: Links) -> Iterator[str]:
    """Read a document; say where it does not parse, or does not speak of its thing."""
    try:
        triples = list(pyoxigraph.parse(body, RDF_FORMATS[name], base_iri=urljoin(links.base, address)))
    except SyntaxError as error:
        yield f"{address}: {error}"
        return
    if not any(isinstance(one.subject, pyoxigraph.NamedNode) and one.subject.value == iri for one in triples):
        yield f"{address}: says nothing of {iri}"


def inner_links(get: Get, pages: Iterable[str]) -> set[str]:
    """Give the paths of this site that pages link to, without fragments."""
    found = set()
    for page in pages:
        for reference in _HREF.findall(get(page)[3]):
            target = urlsplit(urljoin(page, html.unescape(reference.decode())))
            if not target.netloc and not target.scheme:
                found.add(target._replace(fragment="").geturl())
    return found


def getter(port: int) -> Get:
    """Give what asks a server, on one connection for each thread."""
    kept = local()

    def get(path: str) -> Got:
        connection: HTTPConnection | None = getattr(kept, "connection", None)
        if connection is not None:
            try:
                return _got(connection, path)
            except RemoteDisconnected:
                connection.close()  # a server may close a connection nobody uses (RFC 9112, section 9.3.1)
        kept.connection = connection = HTTPConnection("127.0.0.1", port, timeout=60)
        return _got(connection, path)

    return get


def _got(connection: HTTPConnection, path: str) -> Got:
    connection.request("GET", path)
    with connection.getresponse() as response:
        media_type = response.headers.get("Content-Type", "").partition(";")[0]
        return response.status, media_type, response.headers.get("Location", ""), response.read()


def crawl(store: Path, most: int | None) -> Sequence[str]:
    """Crawl a store's things and what their pages link to; print how many, and give the faults."""
    opened = open_store(store)
    links = Links(opened.base)
    classes = minted(opened.store, links)
    opened.store.close()
    iris = sampled(classes, most or max(map(len, classes.values())))
    with deployed(store) as server, ThreadPoolExecutor(4) as threads:
        get = getter(server.port)
        began = time.perf_counter()
        faults = [fault for some in threads.map(lambda iri: list(faults_of(get, iri, links)), iris) for fault in some]
        pages = [f"/{links.document_path(iri)}" for iri in sampled(classes, 5)]
        targets = sorted(inner_links(get, ["/", "/questions", "/about", *pages]))
        for target, (status, *_) in zip(targets, threads.map(get, targets), strict=True):
            if status >= 400:
                faults.append(f"a page links to {target}: {status}")
        seconds = time.perf_counter() - began
    asked = len(iris) * (len(DOCUMENTS) + 1)
    print(
        f"{len(iris):,} of {sum(map(len, classes.values())):,} things of {len(classes)} classes, {asked:,} requests, "
        f"and {len(targets):,} links of pages in {seconds:.0f} s: {len(faults)} faults"
    )
    return faults


def main(words: list[str] | None = None) -> None:
    """Run the command line; exit code 1 where anything is wrong."""
    parser: argparse.ArgumentParser = arguments(__doc__)
    given = parser.parse_args(words)
    faults: list[str] = []
    with example_store() as store:
        faults += crawl(store, None)
    with register_store(given) as store:
        faults += crawl(store, 500 if given.full else 50)
    print(*faults[:50], sep="\n")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
