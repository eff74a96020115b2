"""The catalogue of a graph: DCAT-AP for portals, and what the endpoint answers about itself (VoID, examples)."""
