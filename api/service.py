"""What the endpoint says of itself: what the build wrote about the graph, and the limits this deployment sets."""

from collections.abc import Mapping
from types import MappingProxyType

import rdflib

from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.graph.catalogue.service_description import Limit, describe_service
from releasegraph.graph.catalogue.terms import catalogue_graph, graph_iri
from releasegraph.graph.vocabulary import ONTOLOGY, PREFIXES, RDFS

__all__ = ["add_written", "describe_endpoint", "limits_in_force"]

_LIMITS: Mapping[str, tuple[str, str, str | None]] = MappingProxyType(
    {
        "time_limit": ("time", "Seconds a query may take, or fewer by its parameter timeout", "SEC"),
        "memory_limit": ("memory", "Mebibytes of memory a query may take", "E63"),
        "largest_request": ("request", "Bytes of a request's body", "AD"),
        "queries_per_client": ("client-queries", "Queries one client may have running", None),
        "queries": ("queries", "Queries that may be running", None),
        "requests_per_minute": ("minute", "Requests one client may make in a minute", None),
    }
)
"""Setting to what names the limit, what it limits, and the unit's UN/CEFACT code."""


def limits_in_force(settings: Settings) -> tuple[Limit, ...]:
    """Give the limits the endpoint holds queries to; a setting of 0 is none."""
    return tuple(
        Limit(slug, name, most, unit)
        for field, (slug, name, unit) in _LIMITS.items()
        if (most := getattr(settings, field))
    )


def describe_endpoint(here: Served) -> rdflib.Graph:
    """Describe the endpoint: where editors look for VoID, examples and prefixes that the default graph has not."""
    graph = describe_service(
        here.manifest,
        here.store.named_graphs(),
        limits_in_force(here.settings),
        federated=bool(here.settings.service_hosts),
    )
    return add_written(here, graph)


def add_written(here: Served, graph: rdflib.Graph) -> rdflib.Graph:
    """Add what the build wrote of the endpoint into the graph of the catalogue; a store of an older build has none.

    That is VoID, the example questions, the prefixes and the names of terms; the datasets listed there are portals'.
    """
    base = here.base
    asked = _WRITTEN.format(graph=catalogue_graph(base), base=base, whole=graph_iri(base), ontology=ONTOLOGY)
    for row in here.store.select(asked):
        graph.add((row["subject"], row["property"], row["value"]))
    return graph


_WRITTEN = f"""
SELECT DISTINCT ?subject ?property ?value WHERE {{{{
  GRAPH <{{graph}}> {{{{
    {{{{
      ?subject ?property ?value
      FILTER(
        STRSTARTS(STR(?subject), "{{base}}.well-known/void") || STRSTARTS(STR(?subject), "{{base}}questions/")
        || STRSTARTS(STR(?subject), "{{base}}sparql") || ?subject = <{{whole}}> || ?subject = <{{ontology}}>
      )
    }}}}
    UNION
    {{{{
      ?part <{PREFIXES["void"]}class>|<{PREFIXES["void"]}property> ?subject .
      ?subject <{RDFS.label}> ?value BIND(<{RDFS.label}> AS ?property)
    }}}}
  }}}}
}}}}"""
