"""What search engines read in a page: the site, its catalogue, the graph and the thing of the page, as schema.org.

The properties are those that Google documents for Dataset, DataCatalog, DataDownload and BreadcrumbList
(https://developers.google.com/search/docs/appearance/structured-data/dataset). Only what the sources say is said; no
licence, creator or coverage stands where the register does not give one.
"""

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten

from releasegraph.api.rights import licence_of_whole
from releasegraph.api.state import Described
from releasegraph.graph.authorship import RIGHTS
from releasegraph.graph.dumps import DumpFile
from releasegraph.graph.generations import Generation, Manifest
from releasegraph.graph.history import history_of
from releasegraph.graph.summaries import read_summaries

__all__ = [
    "CONTEXT",
    "LONGEST",
    "Node",
    "breadcrumbs",
    "catalogue_reference",
    "counted",
    "described_site",
    "description_in",
    "distributions",
    "document",
    "filled",
    "organisation",
    "page_description",
    "prose",
]

Node = dict[str, object]

CONTEXT = "https://schema.org/"
LONGEST = 5000
"""Characters of a description, by Google's documentation; the fewest are 50."""
_META = 300
"""Characters of a page's own description."""

_SITE = "releasegraph"
_CATALOGUE = "Catalogue of the register of data sharing agreements, as a graph"
_GRAPH = "NHS England’s register of data sharing agreements, as a graph"
_KEYWORDS = ("health data", "data sharing agreements", "NHS England", "patient data", "legal basis", "opt-outs")
_COUNTED = (
    ("agreements", "agreement", "agreements"),
    ("agreement_versions", "agreement version", "agreement versions"),
    ("organisations", "organisation", "organisations"),
    ("datasets", "NHS dataset", "NHS datasets"),
    ("releases", "released file", "released files"),
    ("page_listings", "listing of a third party", "listings of a third party"),
)
"""Counts of the manifest, and what one and several are called."""


def document(nodes: Iterable[Node]) -> Node | None:
    """Give nodes as one JSON-LD document; None where there are none."""
    graph = list(nodes)
    return {"@context": CONTEXT, "@graph": graph} if graph else None


def description_in(schema: Node | None) -> str | None:
    """Give the description of the first thing in a document that has one, as a page's own."""
    graph = schema["@graph"] if schema else ()
    assert isinstance(graph, Sequence)
    found = next((str(node["description"]) for node in graph if "description" in node), None)
    return None if found is None else page_description(found)


def page_description(text: str) -> str:
    """Give a text as the description of a page, as short as a result of a search shows it."""
    return shorten(text, _META, placeholder=" …")


def filled(**properties: object) -> Node:
    """Give a node without the properties that have no value; `type` and `id` are JSON-LD's own."""
    names = {"type": "@type", "id": "@id"}
    return {
        names.get(name, name): list(value) if isinstance(value, tuple) else value
        for name, value in properties.items()
        if value not in (None, "", (), [])
    }


def prose(*sentences: str | None) -> str:
    """Give sentences as a description, cut at a word where it is longer than one may be."""
    return shorten(" ".join(one for one in sentences if one), LONGEST, placeholder=" …")


def counted(number: int, one: str, many: str) -> str:
    """Give `1 file`, `1,234 files`."""
    return f"{number:,} {one if number == 1 else many}"


def organisation(name: str, iri: str | None = None) -> Node:
    """Name an organisation where a property wants one."""
    return filled(type="Organization", id=iri, name=name)


def catalogue_reference(base: str) -> Node:
    """Name the catalogue that a dataset is in."""
    return filled(type="DataCatalog", id=f"{base}catalog", name=_CATALOGUE, url=f"{base}catalog")


def breadcrumbs(base: str, steps: Sequence[tuple[str, str]]) -> Node | None:
    """Give the way to a page, itself the last: pairs of name and address; None of fewer than two."""
    if len(steps) < 2:
        return None
    items = tuple(
        filled(type="ListItem", position=place, name=name, item=base + path)
        for place, (name, path) in enumerate(steps, 1)
    )
    return filled(type="BreadcrumbList", itemListElement=items)


def described_site(here: Described) -> Node | None:
    """Describe the site, its catalogue and the graph as a whole, for the home page and the catalogue's."""
    base = here.base
    graph = _graph(here.generation)
    site = filled(type="WebSite", id=f"{base}#site", name=_SITE, url=base, publisher=graph["publisher"])
    catalogue = filled(
        type="DataCatalog",
        id=f"{base}catalog",
        name=_CATALOGUE,
        url=f"{base}catalog",
        description=prose(
            "The register as a series of editions, the graph made of it with its downloads and SPARQL endpoint, and "
            f"{counted(here.manifest.counts.get('datasets', 0), 'dataset', 'datasets')} that NHS England shares under "
            "agreements, each with who holds it."
        ),
        isAccessibleForFree=True,
        publisher=_maker(here.manifest),
        dataset=({"@id": graph["@id"]},),
    )
    return document((graph, catalogue, site))


def _graph(generation: Generation) -> Node:
    manifest, base = generation.manifest, generation.base
    counts = [counted(manifest.counts[key], one, many) for key, one, many in _COUNTED if manifest.counts.get(key)]
    workbooks = sorted(one["name"] for one in manifest.editions if one["kind"] == "workbook")
    has_pages = any(one["kind"] == "page" for one in manifest.editions)
    published, maker = history_of(generation).published, _maker(manifest)
    return filled(
        type="Dataset",
        id=f"{base}catalog/graph",
        name=_GRAPH,
        description=prose(
            "Who received England’s health data, and under which law: the agreements under which NHS England shares "
            "data, with their versions, data controllers, datasets, legal bases and released files, as linked data.",
            f"It holds {', '.join(counts)}." if counts else None,
            "Each fact names the row or line of the source that states it; what a third party says stays a claim.",
        ),
        url=base,
        identifier=f"{base}catalog/graph",
        keywords=_KEYWORDS,
        version=workbooks[-1] if workbooks else None,
        dateModified=published.isoformat() if published.year > 1 else None,
        license=licence_of_whole(manifest),
        copyrightNotice=RIGHTS if has_pages else None,
        isAccessibleForFree=True,
        isBasedOn=tuple({"@id": f"{base}id/edition/{name}"} for name in workbooks),
        creator=maker,
        publisher=maker,
        temporalCoverage=_months(generation),
        spatialCoverage=filled(type="Place", name="England"),
        includedInDataCatalog=catalogue_reference(base),
        distribution=distributions(base, manifest),
    )


def _maker(manifest: Manifest) -> Node:
    """Name who publishes the graph and its catalogue, which is not the publisher of the register."""
    publisher = manifest.publisher.of(manifest.base)
    return filled(type="Organization", id=publisher.iri, name=publisher.name, url=manifest.base)


def _months(generation: Generation) -> str | None:
    """Give the months in which the files of the graph were released, as an interval (ISO 8601)."""
    summaries = read_summaries(generation.folder)
    months = sorted(summaries.releases) if summaries else []
    return f"{months[0]}/{months[-1]}" if months else None


def distributions(base: str, manifest: Manifest) -> tuple[Node, ...]:
    """Give the files of the whole graph."""
    return tuple(_download(base, dump) for dump in manifest.dumps)


_PACKED: Mapping[str, str] = {"gzip": "application/gzip", "zip": "application/zip"}


def _download(base: str, dump: DumpFile) -> Node:
    return filled(
        type="DataDownload",
        name=dump.file,
        contentUrl=f"{base}dump/{dump.file}",
        encodingFormat=tuple(dict.fromkeys((dump.media_type, _PACKED[dump.compression]))),
        contentSize=f"{dump.bytes} B",
        sha256=dump.sha256,
    )
