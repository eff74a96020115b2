"""Whether the server lives, and whether it can answer: what supervisors and load balancers ask."""

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from releasegraph.api.front import front
from releasegraph.api.routing import Router
from releasegraph.api.state import Served, described
from releasegraph.api.visits import visit_of

__all__ = ["router"]

router = Router()

_UNKEPT = {"Cache-Control": "no-store"}


@router.reads("/health")
async def health(request: Request) -> Response:
    """Say what is served, without asking the graph: a server whose workers are all busy lives."""
    here = described(request)
    return JSONResponse(
        {
            "status": "ok",
            "generation": here.generation.name,
            "triples": here.manifest.counts.get("triples", 0),
            "editions": [dict(edition) for edition in here.manifest.editions],
        },
        headers=_UNKEPT,
    )


@router.reads("/ready")
async def ready(request: Request) -> Response:
    """Say that queries are answered, once a worker has looked into the graph; 503 where none can."""
    return front(request).probe(visit_of(request, look))


def look(_request: Request, here: Served) -> Response:
    """Look into the graph."""
    next(here.store.quads(), None)
    return JSONResponse({"status": "ready"}, headers=_UNKEPT)
