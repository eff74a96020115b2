"""Queries of shapes, joined to all focus nodes at once, answer as they do for each focus node alone."""

import re
from pathlib import Path

import pytest
from rdflib.namespace import RDF, SH

from releasegraph.graph.build import build
from releasegraph.graph.generations import open_store
from releasegraph.graph.shacl.answers import columns
from releasegraph.graph.shacl.groups import read_body
from releasegraph.graph.shacl.joining import joined
from releasegraph.graph.shacl.prebinding import bound, read_query
from releasegraph.graph.store import GraphStore
from releasegraph.graph.validating.shapes import load_shapes

EXAMPLES = Path(__file__).parents[3] / "examples" / "sources"
PREFIX = "PREFIX rg: <https://w3id.org/releasegraph#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
FOCUS = "?this a rg:Release"
QUERIES = {
    "exists, tied by one variable": "$this rg:underVersion ?v . FILTER EXISTS { ?p rg:provisionOf ?v ; rg:dataset ?d }",
    "exists, tied by two": "$this rg:underVersion ?v ; rg:dataset ?d ."
    " FILTER EXISTS { ?p rg:provisionOf ?v ; rg:dataset ?d }",
    "not exists, at the focus node": "$this rg:dataset ?d . FILTER NOT EXISTS { $this rg:fileReference ?file }",
    "not exists, tied by two": "$this rg:underVersion ?v ; rg:dataset ?d . FILTER NOT EXISTS { ?v rg:dataset ?d }",
    "not exists, tied to nothing": "$this rg:dataset ?d . FILTER NOT EXISTS { ?any rg:noSuchProperty ?other }",
    "exists, tied by a filter": "$this rg:underVersion ?v . ?v rg:startDate ?from ."
    " FILTER EXISTS { ?v rg:endDate ?until . FILTER(?until > ?from) }",
    "not exists, tied by what may be unbound": "$this rg:dataset ?d . OPTIONAL { $this rg:fileReference ?file }"
    " FILTER NOT EXISTS { ?other rg:fileReference ?file ; rg:dataset ?d . FILTER(?other != $this) }",
    "not exists, tied by what it may leave unbound": "$this rg:underVersion ?v ; rg:dataset ?d ."
    " FILTER NOT EXISTS { ?v rg:reference ?r . OPTIONAL { ?v rg:dataset ?d } FILTER(!BOUND(?d)) }",
    "existence within existence": "$this rg:underVersion ?v ."
    " FILTER NOT EXISTS { ?v rg:dataset ?d . FILTER NOT EXISTS { $this rg:dataset ?d } }",
    "two of one name": "$this rg:underVersion ?v . FILTER EXISTS { ?v rg:dataset ?x }"
    " FILTER NOT EXISTS { ?v rg:stub ?x }",
    "optional, with a filter of what is around it": "$this rg:releaseMonthStart ?day ; rg:underVersion ?v ."
    " OPTIONAL { ?v rg:endDate ?end . FILTER(?end < ?day) } FILTER(BOUND(?end))",
    "a path of either property": "$this rg:underVersion ?v . ?v rg:startDate|rg:endDate ?day .",
    "a path of one after another": "$this rg:underVersion/rg:versionOf ?of ; rg:dataset ?d",
    "a path back": "$this ^rg:hasRelease ?v .",
    "a path of any length": "$this rg:underVersion ?v . ?v rg:versionOf/rg:hasVersion* ?of .",
    "a property that varies": "$this ?by ?value . FILTER(isLiteral(?value))",
    "a blank node": "$this rg:underVersion [] ; rg:dataset ?d .",
    "constants": '$this rg:optOutsApplied ?a . ?a skos:prefLabel "No"@en ; a skos:Concept ; skos:inScheme ?in .',
    "signs in strings and comments": '$this rg:datasetText ?d . # } FILTER {\n FILTER(!CONTAINS(?d, "}\\"{ ."))',
    "one variable twice": "$this rg:underVersion ?v . ?v rg:versionOf ?of . FILTER NOT EXISTS { ?of rg:versionOf ?of }",
    "a bind": "$this rg:releaseMonthStart ?day . BIND(STR(?day) AS ?text) FILTER(?text > '2022')",
}
NOT_PLAIN = (
    "{ $this rg:dataset ?d } UNION { $this rg:datasetText ?d }",
    "$this rg:underVersion [ rg:dataset ?d ]",
    "$this rg:underVersion _:one . _:one rg:dataset ?d",
    "$this rg:dataset ?d . GRAPH ?g { ?d ?p ?o }",
    "$this rg:dataset ?d . FILTER(true || EXISTS { ?d ?p ?o })",
    "$this rg:dataset ?d . { SELECT $this { $this a rg:Release } }",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    folder = tmp_path_factory.mktemp("joining")
    build([EXAMPLES], folder, validate=False)
    return open_store(folder).store


def solutions(store: GraphStore, text: str) -> list[tuple[str, ...]]:
    found = columns(store, text)
    return sorted(zip(*(found[name] for name in sorted(found)), strict=True))


@pytest.mark.parametrize("name", QUERIES)
def test_joined_answers_as_bound_one_by_one(name: str, store: GraphStore) -> None:
    variables = " ".join(f"?{one}" for one in sorted(set(re.findall(r"[?$](\w+)", outer(QUERIES[name])))))
    query = read_query(f"{PREFIX}SELECT {variables} WHERE {{ {QUERIES[name]} }}", "SELECT", ("this",))
    body = read_body(query.text)
    assert body is not None
    together = solutions(store, joined(body, f"SELECT DISTINCT ?this WHERE {{ {FOCUS} }}"))
    focus = columns(store, f"{PREFIX}SELECT ?this WHERE {{ {FOCUS} }}")["this"]
    assert together == sorted(one for node in focus for one in solutions(store, bound(query, {"this": node})))


def outer(text: str) -> str:
    """Leave out what a test of existence says, of which nothing leaves it."""
    text = re.sub(r"#[^\n]*", "", text)
    while (start := re.search(r"FILTER (NOT )?EXISTS \{", text)) is not None:
        depth, end = 1, start.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[end], 0)
            end += 1
        text = text[: start.start()] + text[end:]
    return text


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_not_plain(text: str) -> None:
    query = f"{PREFIX}SELECT $this WHERE {{ {text} }}"
    assert read_body(query) is None
    assert read_query(query, "SELECT", ("this",)).body is None


def test_every_shipped_rule_is_read() -> None:
    shapes = load_shapes()
    texts = [str(shapes.value(one, SH.select)) for one in shapes.subjects(RDF.type, SH.SPARQLConstraint)]
    assert len(texts) > 20
    assert [text for text in texts if read_body(text) is None] == []


def test_existence_is_joined_once_where_only_variables_tie_it() -> None:
    body = read_body(
        "SELECT $this { $this <p:a> ?x . FILTER EXISTS { ?y <p:b> ?x } FILTER NOT EXISTS { ?x <p:c> ?z } }"
    )
    assert body is not None
    text = joined(body, "?this a <c:C>")
    assert "SELECT DISTINCT ?x WHERE" in text
    assert "MINUS" in text
    assert "EXISTS" not in text
