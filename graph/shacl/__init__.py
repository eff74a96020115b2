"""SHACL: shapes compiled to a plan that is run over whole sets of nodes (W3C Recommendation, 20 July 2017)."""

from releasegraph.graph.shacl.compiling import compile_shapes
from releasegraph.graph.shacl.errors import ShapesError
from releasegraph.graph.shacl.graph_data import GraphData
from releasegraph.graph.shacl.results import Result, ValidationReport, validate
from releasegraph.graph.shacl.store_data import StoreData

__all__ = ["GraphData", "Result", "ShapesError", "StoreData", "ValidationReport", "compile_shapes", "validate"]
