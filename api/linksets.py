"""Sets of links as documents: those of a thing's page, and where the interfaces of this site are."""

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from releasegraph.api.description import first_described
from releasegraph.api.routing import Router, anywhere_below, raw_path
from releasegraph.api.signposting import LINKSET, WebLink, linkset, thing_linkset
from releasegraph.api.state import Served, described
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.signposts import signposts_of
from releasegraph.api.visits import visited
from releasegraph.graph.vocabulary import RDF

__all__ = ["router"]

router = Router()

_API_CATALOG = f'{LINKSET}; profile="https://www.rfc-editor.org/info/rfc9727"'


@router.reads("/linkset/{path:path}", openapi_extra=anywhere_below("path"))
@visited
def thing_links_document(request: Request, here: Served) -> Response:
    """Give the links of the page about a thing, and of its documents, as a set of links (RFC 9264)."""
    links = here.links(request)
    iri = first_described(here.store, links.things(raw_path(request, "/linkset/")))
    path = None if iri is None else links.document_path(iri)
    if iri is None or path is None:
        raise HTTPException(404, "The graph says nothing about a thing of this address.")
    asked = Asked(here, links, iri, path, {})
    classes = set(asked.about(iri).all(RDF.type))
    return JSONResponse(thing_linkset(here.base, path, signposts_of(asked, classes)), media_type=LINKSET)


@router.reads("/.well-known/api-catalog")
async def api_catalog(request: Request) -> Response:
    """Give where the interfaces are, and what describes each (RFC 9727)."""
    base = described(request).base
    about = WebLink("service-doc", f"{base}about", "text/html")
    sparql = (WebLink("service-desc", f"{base}sparql", "text/turtle"), about)
    whole = (WebLink("service-desc", f"{base}openapi.json", "application/json"), about)
    items = (WebLink("item", f"{base}sparql"), WebLink("item", base))
    contexts = ((f"{base}.well-known/api-catalog", items), (f"{base}sparql", sparql), (base, whole))
    return Response(JSONResponse(linkset(contexts)).body, headers={"Content-Type": _API_CATALOG})
