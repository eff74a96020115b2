"""Notes taken from lines are those taken from the store they went to."""

from hypothesis import given
from hypothesis import strategies as st

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.generations import OpenedStore
from releasegraph.graph.search.gathering import Gathering
from releasegraph.graph.search.index import Asked, SearchIndex
from releasegraph.graph.search.notes import Notes
from releasegraph.graph.triples.lines import line_end, text
from releasegraph.graph.vocabulary import DCT, RG

SUBJECT = "http://x.org/id/text/1"


def test_a_store_noted_again_gives_the_things_its_build_indexed(opened: OpenedStore, index: SearchIndex) -> None:
    again = Gathering(Notes.of(opened.store), opened.base)
    assert {thing.shown for thing in again.things()} == set(index.every(Asked()))
    assert again.labels() == index.labels


TYPED = st.sampled_from(
    ['"2020-01-01"^^<http://www.w3.org/2001/XMLSchema#date>', "<http://x.org/id/dataset/a>", '"b <c"@en']
)
OBJECTS = st.one_of(st.text().map(text), TYPED)
GRAPHS = st.sampled_from([None, "http://x.org/graph/edition/a", "http://x.org/graph/edition/b"])


@given(st.lists(st.tuples(OBJECTS, GRAPHS)), st.text(), GRAPHS)
def test_whatever_lines_say_is_noted_as_the_store_has_it(
    said: list[tuple[str, str | None]], words: str, graph: str | None
) -> None:
    lines = "".join(f"<{SUBJECT}> <{DCT.title}> {term}{line_end(name)}" for term, name in said)
    lines += f"<{SUBJECT}> <{RG.text}> {text(words)}{line_end(graph)}"
    notes = Notes()
    assert "".join(notes.passing([lines])) == lines
    store = EmbeddedStore.temporary()
    store.load(lines.encode())
    kept = Notes.of(store)
    assert notes.graphs.keys() == kept.graphs.keys()
    for name, statements in notes.graphs.items():
        assert set(statements.pairs(DCT.title)) == set(kept.graphs[name].pairs(DCT.title))
        assert statements.text(SUBJECT) == kept.graphs[name].text(SUBJECT)
    assert notes.graphs[graph or ""].text(SUBJECT) == words
