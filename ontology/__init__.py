"""The terms, concept schemes, tables and JSON-LD context, as data files."""
