"""Validation: what a shapes graph finds wrong, led back to the sources and kept beside the graph."""
