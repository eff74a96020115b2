"""The SHACL shapes, one file per class, as data files."""
