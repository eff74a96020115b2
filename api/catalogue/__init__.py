"""The catalogue over HTTP: pages for portals to harvest, a page for people, and a document for each of its nodes."""
