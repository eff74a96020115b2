"""The embedded engine: Oxigraph in a folder or in memory, behind the interface of a store.

The only package that imports pyoxigraph. Terms that leave it are rdflib's.
"""

from releasegraph.graph.engine.embedded import EmbeddedStore
from releasegraph.graph.engine.terms import term_of, text_of
from releasegraph.graph.engine.writing import rewrite_lines, rewrite_triples, used_prefixes, write_triples

__all__ = [
    "EmbeddedStore",
    "rewrite_lines",
    "rewrite_triples",
    "term_of",
    "text_of",
    "used_prefixes",
    "write_triples",
]
