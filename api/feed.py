"""The feed over HTTP: event streams for programs that keep a copy, and pages of what changed for people.

Entity tags here are of what a document says, not of the build that is served: most builds leave most of the feed as it
was, and a client that is up to date is told so.
"""

import hashlib
from collections.abc import Mapping
from functools import partial
from importlib.metadata import version

import anyio.to_thread
from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from releasegraph.api.edge.codings import chosen_coding
from releasegraph.api.edge.entity_tags import names_tag
from releasegraph.api.edge.scopes import OWN_TAG, note
from releasegraph.api.feed_view import view_feed
from releasegraph.api.negotiation import GRAPHS, HTML, Choice, format_for, negotiate
from releasegraph.api.rendering import page
from releasegraph.api.routing import Router, anywhere_below
from releasegraph.api.state import Described, described
from releasegraph.graph.engine import rewrite_triples
from releasegraph.graph.feed.documents import FeedDocument, feed_document
from releasegraph.graph.feed.json_ld import feed_json_ld
from releasegraph.graph.formats import Format

__all__ = ["router", "write_feed_document"]

router = Router()

_OFFERED = (*GRAPHS, HTML)
"""RDF for who accepts anything: clients of event streams do."""
_CLOSED = "public, max-age=31536000, immutable"
"""RFC 8246: a node below a root never changes."""
_CHANGING = "no-cache"


@router.reads("/feed")
async def feed(request: Request) -> Response:
    """Give the root of the stream of everything that was added, changed or withdrawn (LDES)."""
    return await _answer(request, "feed", None)


@router.reads("/feed.{suffix}")
async def feed_file(request: Request, suffix: str) -> Response:
    """Give the root of the stream of everything, in the format of a suffix."""
    return await _answer(request, "feed", suffix)


@router.reads("/feed/{path:path}", openapi_extra=anywhere_below("path"))
async def feed_node(request: Request) -> Response:
    """Give the root of a stream, or a node below one; a suffix names the format."""
    path, _, suffix = str(request.path_params["path"]).partition(".")
    return await _answer(request, f"feed/{path}", suffix or None)


async def _answer(request: Request, path: str, suffix: str | None) -> Response:
    return await anyio.to_thread.run_sync(partial(_answered, request, described(request), path, suffix))


def _answered(request: Request, here: Described, path: str, suffix: str | None) -> Response:
    document = feed_document(path, here.base, here.generation.folder)
    form = None if suffix is None else format_for(suffix, _OFFERED)
    if document is None or (suffix is not None and form is None):
        raise HTTPException(404, "The feed has nothing at this address.")
    choice = Choice(form, form.media_type) if form else negotiate(request.headers.get("accept"), _OFFERED)
    extension = f".{suffix}" if suffix and choice.form is not HTML else ""
    headers = {"Vary": "Accept"}
    if choice.form is HTML:
        # others have their format, and are to stay short
        links = {"Link": _alternates(document)}
        return page(request, "feed.html", headers=headers | links, feed=view_feed(document, here.links(request)))
    said = document.ntriples(extension)
    tag = _tag(said, choice.form, request)
    note(request.scope, OWN_TAG, tag)
    headers |= {"ETag": tag, "Cache-Control": _CLOSED if document.is_closed else _CHANGING}
    held = request.headers.get("if-none-match")
    if held is not None and (held.strip() == "*" or names_tag(held.encode("latin-1"), tag.encode())):
        return Response(status_code=304, headers=headers)
    body = _written(said, choice.form, document.prefixes(extension))
    return Response(body, headers={**headers, "Content-Type": choice.media_type})


def _tag(said: bytes, form: Format, request: Request) -> str:
    """Give the strong tag of a document in a format and a coding, as this version of ours writes it."""
    coding = chosen_coding(request.headers.get("accept-encoding", "").encode("latin-1"))
    known = b"\n".join((version("releasegraph").encode(), form.name.encode(), (coding or "").encode(), said))
    return f'"{hashlib.blake2b(known, digest_size=16).hexdigest()}"'


def write_feed_document(document: FeedDocument, form: Format) -> bytes:
    """Write a document of the feed as it stands at the address that has the format's extension."""
    extension = f".{form.extension}"
    return _written(document.ntriples(extension), form, document.prefixes(extension))


def _written(said: bytes, form: Format, prefixes: Mapping[str, str]) -> bytes:
    used = {prefix: namespace for prefix, namespace in prefixes.items() if f"<{namespace}".encode() in said}
    return feed_json_ld(said, used) if form.name == "jsonld" else rewrite_triples(said, form, used)


def _alternates(document: FeedDocument) -> str:
    return ", ".join(
        f'<{document.base}{document.path}.{form.extension}>; rel="alternate"; type="{form.media_type}"'
        for form in _OFFERED
    )
