"""Tables of a page as SPARQL: readers ask for the same rows, change the question, or download them all."""

from dataclasses import dataclass
from urllib.parse import urlencode

from releasegraph.api.links import Links
from releasegraph.graph.store import GraphStore, rows_of
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["Table", "anywhere", "node", "table"]

_USED = ("dct", "org", "rdfs", "rg", "skos", "xsd")


@dataclass(frozen=True, slots=True)
class Table:
    """A SELECT whose answer is a table of a page: its text, and where it is asked and downloaded."""

    text: str
    query: str
    """The address of the query page with the text in it."""
    csv: str

    def rows(self, store: GraphStore) -> list[list[str]]:
        """Answer it: bare text, in the order of its variables, unbound ones empty."""
        return rows_of(store, self.text)


def table(links: Links, body: str) -> Table:
    """Make a table of a query without its prefixes, which are added as far as it uses them."""
    declared = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _USED if f"{name}:" in body)
    text = f"{declared}\n{body.strip()}\n"
    query = f"{links.path('sparql')}?{urlencode({'query': text})}"
    return Table(text, query, f"{query}&format=csv")


def node(iri: str) -> str:
    """Write an IRI as a term of SPARQL; raise ValueError for one that would not be one term."""
    if any(sign in '<>"{}|\\^`' or sign <= " " for sign in iri):
        raise ValueError(f"not an IRI: {iri!r}")
    return f"<{iri}>"


def anywhere(pattern: str) -> str:
    """Write a pattern that may hold in the default graph or in any named one."""
    return f"{{ {pattern} }} UNION {{ GRAPH ?any {{ {pattern} }} }}"
