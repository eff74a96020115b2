"""The HTTP application: a store, opened at start, behind the routes."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import anyio
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from releasegraph.api import documents, endpoint, pages, resources
from releasegraph.api.headers import CommonHeaders
from releasegraph.api.problems import install_problems
from releasegraph.api.settings import Settings
from releasegraph.api.state import Served
from releasegraph.graph.generations import OpenedStore, open_store

__all__ = ["application_over", "create_application"]


def create_application(folder: Path, settings: Settings | None = None) -> FastAPI:
    """Serve the current generation of a store's folder, opened when the server starts."""
    return application_over(partial(open_store, folder), settings or Settings())


def application_over(opener: Callable[[], OpenedStore], settings: Settings) -> FastAPI:
    """Serve what the opener opens; it raises StoreError where there is nothing to serve."""

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        application.state.served = Served(opener(), settings, anyio.CapacityLimiter(settings.query_threads))
        yield

    application = FastAPI(title="releasegraph", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    application.add_middleware(CommonHeaders)
    install_problems(application)
    for module in (endpoint, resources, documents, pages):
        application.include_router(module.router)
    application.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return application
