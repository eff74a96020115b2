"""Linked-data addresses: `/id/…` names a thing and answers 303, `/doc/…` is the document about it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from releasegraph.api.csv_document import description_csv
from releasegraph.api.description import (
    Description,
    Incoming,
    description_triples,
    first_described,
    incoming_of,
    statements_of,
)
from releasegraph.api.findings.beside import findings_beside
from releasegraph.api.json_ld import expanded
from releasegraph.api.labels import labels_of
from releasegraph.api.links import Links
from releasegraph.api.negotiation import CSV, DOCUMENTS, HTML, Choice, negotiate, split_suffix
from releasegraph.api.rendering import page
from releasegraph.api.routing import Router, anywhere_below, raw_path
from releasegraph.api.schema_org import description_in
from releasegraph.api.signposting import LINKSET, WebLink, link_header, linkset_path
from releasegraph.api.state import Served
from releasegraph.api.things.asked import Asked
from releasegraph.api.things.crumbs import crumbs_of
from releasegraph.api.things.kinds import kind_of
from releasegraph.api.things.schema_org import described_thing
from releasegraph.api.things.signposts import signposts_of
from releasegraph.api.trees import tree_of
from releasegraph.api.view import view_thing
from releasegraph.api.visits import visited
from releasegraph.api.writing import write_description
from releasegraph.graph.relations import relations_of
from releasegraph.graph.vocabulary import RDF

__all__ = ["router"]

router = Router()

_STATED = 50
"""Statements of one property that a page has among all statements of its thing; its tables have the others."""
_CSV = "text/csv; charset=utf-8; header=present"


@router.reads("/id/{path:path}", openapi_extra=anywhere_below("path"))
@visited
def name(request: Request, here: Served) -> Response:
    """Send who asks for a thing to the document about it; 404 where no graph has it as a subject."""
    links = here.links(request)
    iri = first_described(here.store, links.things(raw_path(request, "/id/")))
    document = links.document_path(iri) if iri is not None and iri.startswith(here.base) else None
    if document is None:
        raise HTTPException(404, "The graph says nothing about a thing of this address.")
    return RedirectResponse(links.path(document), 303, {"Vary": "Accept"})


@router.reads("/doc/{path:path}", openapi_extra=anywhere_below("path"))
@visited
def document(request: Request, here: Served) -> Response:
    """Describe a thing in the format its suffix names or the client accepts."""
    links = here.links(request)
    iri, choice = _asked(here, links, raw_path(request, "/doc/"), request.headers.get("accept"))
    path = links.document_path(iri)
    assert path is not None, iri
    headers = {
        "Vary": "Accept",
        "Content-Location": f"{here.base}{path}.{choice.form.extension}",
        "Link": link_header(_alternates(here.base, path, choice)),
    }
    if choice.form is HTML:
        return _shown(request, here, iri, path, headers)
    incoming = _incoming(here, iri, here.settings.incoming_limit)
    description = Description(iri, statements_of(here.store, iri), incoming)
    if choice.form is CSV:
        return Response(
            description_csv(description, labels_of(here.store, here.base)), media_type=_CSV, headers=headers
        )
    if choice.form.name == "jsonld":
        return Response(
            tree_of(here.store, description, here.base + path), media_type=choice.media_type, headers=headers
        )
    body = write_description(description_triples(description, here.base + path), choice.form)
    return Response(body, media_type=choice.media_type, headers=headers)


def _shown(request: Request, here: Served, iri: str, path: str, headers: Mapping[str, str]) -> HTMLResponse:
    """Give the page of a thing: the one of its class, or the general one."""
    links = here.links(request)
    asked = Asked(here, links, iri, path, dict(request.query_params))
    own = asked.reading.describe(iri, min(here.settings.page_rows, _STATED))
    classes = [str(one.object) for one in own.statements if one.predicate == RDF.type]
    kind = kind_of(classes)
    whole = own
    if kind is None or kind.lists_uses:
        whole = replace(own, incoming=_incoming(here, iri, here.settings.page_incoming))
    view = None if kind is None else kind.view(asked)
    thing, crumbs, signposts = (
        view_thing(here.store, whole, links, asked.labels),
        crumbs_of(view),
        signposts_of(asked, classes),
    )
    schema = described_thing(asked, view, thing.title, crumbs)
    return page(
        request,
        "thing.html" if kind is None else kind.template,
        headers={**headers, "Link": f"{headers['Link']}, {link_header(signposts)}"},
        asked=asked,
        view=view,
        thing=thing,
        path=path,
        formats=[form for form in DOCUMENTS if form is not HTML],
        data=expanded(description_triples(own, here.base + path)),
        crumbs=crumbs,
        signposts=signposts,
        canonical=here.base + path,
        findings=findings_beside(here, links, iri),
        schema=schema,
        description=description_in(schema),
    )


def _alternates(base: str, path: str, choice: Choice) -> Iterator[WebLink]:
    """Give the links to a document's other formats, and from data to the page that they describe."""
    for form in DOCUMENTS:
        yield WebLink("alternate", f"{base}{path}.{form.extension}", form.media_type)
    if choice.form is not HTML:
        yield WebLink("describes", base + path, HTML.media_type)
        yield WebLink("linkset", base + linkset_path(path), LINKSET)


def _incoming(here: Served, iri: str, limit: int) -> tuple[Incoming, ...]:
    """Give what points to a thing; how many have a value is known from the build."""
    relations = relations_of(here.generation.folder, here.store)
    counts = dict(relations.rows("SELECT property, number FROM valued WHERE concept = ?", relations.id(iri)))
    return incoming_of(here.store, iri, here.base, limit, counts or None)


def _asked(here: Served, links: Links, path: str, accept: str | None) -> tuple[str, Choice]:
    """Find the thing and the format a document's path asks for; an identifier may itself end like a suffix."""
    iri = first_described(here.store, links.things(path))
    if iri is not None:
        return iri, negotiate(accept, DOCUMENTS)
    stem, form = split_suffix(path)
    iri = first_described(here.store, links.things(stem)) if form else None
    if iri is None or form is None:
        raise HTTPException(404, "The graph says nothing about a thing of this address.")
    return iri, Choice(form, form.media_type)
