"""Dumps of the graph, written from the lines of a build: spooled, parted by subject, written and packed in pieces."""
