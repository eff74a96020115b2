"""The feed: what was added, changed or withdrawn, as Linked Data Event Streams (https://w3id.org/ldes/specification)."""
