"""The HTTP application: a store, opened at start, behind the routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from releasegraph.api import (
    contexts,
    documents,
    dumps,
    endpoint,
    feed,
    health,
    linksets,
    pages,
    questions,
    resources,
    searching,
    sitemaps,
)
from releasegraph.api.catalogue import routes as catalogue
from releasegraph.api.direct import Direct
from releasegraph.api.edge import metrics
from releasegraph.api.edge.layers import edge
from releasegraph.api.findings import routes as findings
from releasegraph.api.front import Front
from releasegraph.api.problems import install_problems, respond
from releasegraph.api.settings import Settings
from releasegraph.api.workers.forkservers import runtime_folder

__all__ = ["create_application"]

_ROUTES = (
    endpoint,
    feed,
    resources,
    linksets,
    catalogue,
    documents,
    findings,
    contexts,
    dumps,
    health,
    metrics,
    questions,
    searching,
    sitemaps,
    pages,
)


def create_application(folder: Path, settings: Settings | None = None) -> FastAPI:
    """Serve the current generation of a store's folder, opened when the server starts; StoreError where it has none."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        with runtime_folder(settings) as runtime:
            async with application.state.front.serving(runtime):
                yield

    application = FastAPI(
        title="releasegraph",
        version=version("releasegraph"),
        summary="NHS England's register of data sharing agreements as linked data",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    application.state.metrics = counted = metrics.Metrics()
    application.state.front = front = Front(folder, settings, counted)
    install_problems(application)
    for module in _ROUTES:
        application.include_router(module.router)
    application.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    # the same endpoint as its documented route: most of what is asked goes there
    routes = Direct(
        application.build_middleware_stack(), application, "/sparql", endpoint.sparql, methods=endpoint.METHODS
    )
    application.middleware_stack = edge(
        routes,
        settings,
        metrics=counted,
        revision=lambda: front.revision,
        refuse=respond,
    )
    return application
