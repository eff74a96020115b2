"""The versions of the JSON-LD context."""

from fastapi.responses import Response
from starlette.exceptions import HTTPException

from releasegraph.api.routing import Router
from releasegraph.graph.json_ld.context import VERSION, VERSIONS, context_bytes

__all__ = ["router"]

router = Router()

_MEDIA_TYPE = "application/ld+json"
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
"""RFC 8246: a version never changes."""


@router.reads("/context.jsonld")
async def newest() -> Response:
    """Give the JSON-LD context that documents are written with now."""
    return Response(context_bytes(), media_type=_MEDIA_TYPE)


@router.reads("/context/v{version}.jsonld")
async def version(version: int) -> Response:
    """Give a version of the JSON-LD context, which never changes."""
    if version not in VERSIONS:
        raise HTTPException(404, f"No such version of the context; there is v{VERSION}, and none after it.")
    return Response(context_bytes(version), media_type=_MEDIA_TYPE, headers=_FOR_EVER)
