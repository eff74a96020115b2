"""The search: things gathered from a store, an index of them beside it, and questions put to that index."""
