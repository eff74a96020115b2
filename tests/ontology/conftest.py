"""The ontology as one graph."""

from pathlib import Path

import pytest
from rdflib import Graph

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"


@pytest.fixture(scope="session")
def ontology() -> Graph:
    graph = Graph()
    for file in sorted(ONTOLOGY.glob("*.ttl")):
        graph.parse(file)
    return graph
