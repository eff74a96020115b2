"""The feed as files: each format a tree of its own, whose documents lead to one another by their suffix."""

from collections.abc import Iterator

from releasegraph.api.publishing.addresses import Page, file_of
from releasegraph.api.publishing.making import Maker
from releasegraph.api.state import Served
from releasegraph.graph.feed.documents import feed_paths

__all__ = ["FEED_FORMATS", "feed_files"]

FEED_FORMATS = (".ttl", ".jsonld")


def feed_files(maker: Maker, here: Served) -> Iterator[tuple[str, bytes]]:
    """Make every document of the feed, and a page for each."""
    for path in feed_paths(here.generation.folder):
        yield file_of(Page(path).address), maker.page(path)
        for suffix in FEED_FORMATS:
            yield path + suffix, maker.document(path + suffix)
