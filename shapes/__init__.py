"""The SHACL shapes as data files: one file per class, and under `rules` one per rule that matters."""
