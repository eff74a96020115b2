"""The feed as files: each format a tree of its own, whose documents lead to one another by their suffix."""

from collections.abc import Iterator

from releasegraph.api.publishing.addresses import Page, file_of
from releasegraph.api.publishing.files import digest_of
from releasegraph.api.publishing.making import Maker
from releasegraph.api.state import Served
from releasegraph.graph.feed.documents import feed_document, feed_paths

__all__ = ["FEED_FORMATS", "feed_files", "feed_states"]

FEED_FORMATS = (".ttl", ".jsonld")


def feed_files(maker: Maker, _here: Served, path: str) -> Iterator[tuple[str, bytes]]:
    """Make a document of the feed, and its page."""
    yield file_of(Page(path).address), maker.page(path)
    for suffix in FEED_FORMATS:
        yield path + suffix, maker.document(path + suffix)


def feed_states(here: Served) -> Iterator[tuple[str, str]]:
    """Give each document's path with the digest of what it says: nearly all are closed, and never change."""
    folder = here.generation.folder
    for path in feed_paths(folder):
        document = feed_document(path, here.base, folder)
        assert document is not None, path
        yield path, digest_of(document.ntriples())
