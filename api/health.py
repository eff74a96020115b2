"""Whether the server lives, and whether it can answer: what supervisors and load balancers ask."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from releasegraph.api.state import Served, described
from releasegraph.api.visits import visited

__all__ = ["router"]

router = APIRouter()

_UNKEPT = {"Cache-Control": "no-store"}
_SOON = {"Retry-After": "1", **_UNKEPT}


@router.api_route("/health", methods=["GET", "HEAD"])
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


@router.api_route("/ready", methods=["GET", "HEAD"])
@visited
def ready(_request: Request, here: Served) -> Response:
    """Say that queries are answered, once a worker has looked into the graph; 503 where none can."""
    next(here.store.quads(), None)
    return JSONResponse({"status": "ready"}, headers=_UNKEPT)
