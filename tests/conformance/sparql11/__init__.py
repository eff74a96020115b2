"""Readers of the W3C SPARQL 1.1 test suite: its manifests, its expected results, and the comparison of results."""
