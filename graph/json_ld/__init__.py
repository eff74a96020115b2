"""JSON-LD 1.1 of our own writing: the context, entities a line each, and documents shaped as trees."""
