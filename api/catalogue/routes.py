"""The addresses of the catalogue.

`/catalog` answers RDF to who does not ask for a page by name: harvesters accept anything, browsers say `text/html`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fastapi import Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from releasegraph.api.catalogue.paging import Address, Page, page_link, paged, read_moment, read_size
from releasegraph.api.catalogue.profiles import negotiate_profile, token_links
from releasegraph.api.catalogue.view import show_catalogue, show_node
from releasegraph.api.catalogue.writing import write_excerpt
from releasegraph.api.links import iri_spellings
from releasegraph.api.negotiation import HTML, Choice, NotAcceptableError, format_for, negotiate
from releasegraph.api.routing import Router, anywhere_below
from releasegraph.api.state import Served
from releasegraph.api.visits import visited
from releasegraph.graph.catalogue.harvest import changed_since, entries_of, excerpt_of, page_of
from releasegraph.graph.catalogue.profiles import PROFILES, Profile
from releasegraph.graph.catalogue.terms import catalogue_graph
from releasegraph.graph.formats import format_named

__all__ = ["router"]

router = Router()

_RDF = tuple(
    replace(form, media_types=form.media_types[:1])
    for form in map(format_named, ("turtle", "jsonld", "ntriples", "rdfxml"))
)
"""What a catalogue is written in, the one for who accepts anything first; under names that harvesters know."""
_OFFERED = (*_RDF, HTML)


@router.reads("/catalog")
@visited
def catalogue(
    request: Request,
    here: Served,
    page: str | None = None,
    after: str | None = None,
    page_size: str | None = None,
    modified_since: str | None = None,
    profile: str | None = None,
) -> Response:
    """Give a page of the catalogue: DCAT for portals, a page for people."""
    choice = negotiate(request.headers.get("accept"), _OFFERED)
    return _answer(request, here, _Asked(page, after, page_size, modified_since, profile), choice, Address())


@router.reads("/catalog.{suffix}")
@visited
def catalogue_file(
    request: Request,
    here: Served,
    suffix: str,
    page: str | None = None,
    after: str | None = None,
    page_size: str | None = None,
    modified_since: str | None = None,
    profile: str | None = None,
) -> Response:
    """Give a page of the catalogue in the format of a suffix."""
    asked = _Asked(page, after, page_size, modified_since, profile)
    return _answer(request, here, asked, _by_suffix(suffix), Address(f".{suffix}"))


@router.reads("/catalog/page/{number}")
@visited
def catalogue_page(
    request: Request,
    here: Served,
    number: str,
    page_size: str | None = None,
    modified_since: str | None = None,
    profile: str | None = None,
) -> Response:
    """Give a page of the catalogue whose address has no parameters, as a site without a server has it."""
    stem, dot, suffix = number.partition(".")
    choice = _by_suffix(suffix) if dot else negotiate(request.headers.get("accept"), _OFFERED)
    asked = _Asked(stem, None, page_size, modified_since, profile)
    return _answer(request, here, asked, choice, Address(dot + suffix, as_file=True))


@router.reads("/catalog/{path:path}", openapi_extra=anywhere_below("path"))
@visited
def node(request: Request, here: Served) -> Response:
    """Describe one node of the catalogue: a series, a distribution, a record."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw.decode("utf-8", "replace").partition("/catalog/")[2]
    iri, choice = _named(here, path, request.headers.get("accept"))
    chosen = negotiate_profile(None, request.headers.get("accept-profile"))
    headers = _headers(chosen, ())
    if choice.form is HTML:
        return show_node(request, here, iri, headers)
    body = write_excerpt(excerpt_of(here.store, here.base, iri, chosen), choice.form)
    return Response(body, headers={**headers, "Content-Type": choice.media_type})


@dataclass(frozen=True, slots=True)
class _Asked:
    """The parameters of a request, as printed."""

    page: str | None
    after: str | None
    page_size: str | None
    modified_since: str | None
    profile: str | None

    def kept(self) -> tuple[tuple[str, str], ...]:
        """Give those that the addresses of other pages have too."""
        pairs = (
            ("page_size", self.page_size),
            ("modified_since", self.modified_since),
            ("profile", self.profile),
        )
        return tuple((name, value) for name, value in pairs if value is not None)


def _answer(request: Request, here: Served, asked: _Asked, choice: Choice, address: Address) -> Response:
    profile = negotiate_profile(asked.profile, request.headers.get("accept-profile"))
    size = read_size(asked.page_size)
    moment = None if asked.modified_since is None else read_moment(asked.modified_since)
    address = Address(address.suffix, asked.kept(), address.as_file)
    entries = entries_of(here.store, here.base)
    page = paged(entries if moment is None else changed_since(entries, moment), asked.page, size, asked.after)
    view = page.view(here.base, address)
    headers = _headers(profile, (*page_link(view), *_alternates(here.base, address, page)))
    if choice.form is HTML:
        return show_catalogue(request, here, page, address, headers, moment)
    body = write_excerpt(page_of(here.store, here.base, page.entries, view, profile), choice.form)
    location = here.base + page.own(address.with_suffix(choice.form.extension))
    return Response(body, headers={**headers, "Content-Type": choice.media_type, "Content-Location": location})


def _headers(profile: Profile, links: Iterable[str]) -> Mapping[str, str]:
    """Give what every answer says of itself; a media type is bare, as harvesters compare it."""
    own = f'<{profile.iri}>; rel="profile"'
    return {
        "Vary": "Accept, Accept-Profile",
        "Content-Profile": f"<{profile.iri}>",
        "Link": ", ".join((own, *links, *token_links())),
    }


def _alternates(base: str, address: Address, page: Page) -> Iterable[str]:
    """Give the same page in every format and every profile."""
    for form in _OFFERED:
        target = base + page.own(address.with_suffix(form.extension))
        yield f'<{target}>; rel="alternate"; type="{form.media_type}"'
    for one in PROFILES:
        target = base + page.own(address.with_parameter("profile", one.token))
        yield f'<{target}>; rel="alternate"; profile="{one.iri}"'


def _by_suffix(suffix: str) -> Choice:
    """Give the format of a suffix; raise NotAcceptableError where there is none such."""
    form = format_for(suffix, _OFFERED)
    if form is None:
        raise NotAcceptableError(tuple(one.media_type for one in _OFFERED))
    return Choice(form, form.media_type)


def _named(here: Served, path: str, accept: str | None) -> tuple[str, Choice]:
    """Find the node and the format that a path asks for; a node's own name may end like a suffix."""
    iri = _node(here, path)
    if iri is not None:
        return iri, negotiate(accept, _OFFERED)
    stem, _, suffix = path.rpartition(".")
    form = format_for(suffix, _OFFERED)
    iri = _node(here, stem) if stem and form else None
    if iri is None or form is None:
        raise HTTPException(404, "The catalogue says nothing about a thing of this address.")
    return iri, Choice(form, form.media_type)


def _node(here: Served, path: str) -> str | None:
    for spelling in iri_spellings(path):
        iri = f"{here.base}catalog/{spelling}"
        if next(here.store.quads(subject=iri, graph=catalogue_graph(here.base)), None) is not None:
            return iri
    return None
