"""The graph: sources to records to triples to an on-disk store, without HTTP."""
