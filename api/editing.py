"""What the query editor is told: where it asks, where pages are, and what it completes from."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from releasegraph.api.edge.headers import content_security_policy
from releasegraph.api.links import Links
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["EDITOR_HEADERS", "editor_settings"]

EDITOR_HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {"Content-Security-Policy": content_security_policy(script_src="'self'", connect_src="'self'")}
)
"""What the page with the editor may do beyond others: run our scripts, and ask us."""

_BUNDLE = Path(__file__).parent / "static" / "editor" / "editor.js"
"""Made by `make editor` from `api/editor/`; without it the page is a plain form."""

_TERMS: Final = """\
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX void: <http://rdfs.org/ns/void#>
SELECT DISTINCT ?term ?kind WHERE {{
  {{ GRAPH <{ontology}> {{
    VALUES ?kind {{ owl:Class owl:ObjectProperty owl:DatatypeProperty }}
    ?term a ?kind
  }} }}
  UNION {{
    {{ GRAPH <{catalogue}> {{ ?partition void:class ?term }} BIND(owl:Class AS ?kind) }}
    UNION {{ GRAPH <{catalogue}> {{ ?partition void:property ?term }} BIND(rdf:Property AS ?kind) }}
    FILTER NOT EXISTS {{ GRAPH <{ontology}> {{ ?term a ?declared }} }}
  }}
}}
ORDER BY ?term
"""
"""Classes and properties: ours by the ontology, others in use by the partitions of the VoID description."""


def editor_settings(links: Links) -> Mapping[str, object] | None:
    """Give what the page embeds for the editor as JSON, None where the editor is not built."""
    if not _BUNDLE.is_file():
        return None
    graph = Identifiers(links.base).graph
    return {
        "endpoint": links.path("sparql"),
        "homes": {start: links.path(folder) for start, folder in links.folders},
        "prefixes": dict(PREFIXES),
        "terms": _TERMS.format(ontology=graph("ontology"), catalogue=graph("catalogue")),
    }
