"""Whether the server lives, and whether it can answer: what supervisors and load balancers ask."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from releasegraph.api.state import Served, described
from releasegraph.api.visits import visit
from releasegraph.graph.errors import StoreError

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
async def ready(request: Request) -> Response:
    """Have a worker look into the graph; 503 before the store is open, once `state.stopping` is set, and on failure."""
    state = request.app.state
    if not hasattr(state, "front"):
        raise HTTPException(503, "The store is not open yet.", _SOON)
    if getattr(state, "stopping", False):
        raise HTTPException(503, "The server is stopping.", _SOON)
    return visit(request, looked)


def looked(_request: Request, here: Served) -> Response:
    """Read one statement, if there is any; raise StoreError where the store cannot be read."""
    try:
        next(here.store.quads(), None)
    except OSError as error:
        raise StoreError(f"the store cannot be read: {error}") from None
    return JSONResponse({"status": "ready"}, headers=_UNKEPT)
