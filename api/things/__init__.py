"""What the page of each kind of thing shows: one module per family, each a pure reading of the store."""
