"""The HTTP application: a store, opened at start, behind the routes."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from releasegraph.api import documents, endpoint, health, pages, questions, resources
from releasegraph.api.front import Front
from releasegraph.api.headers import CommonHeaders
from releasegraph.api.problems import install_problems
from releasegraph.api.settings import Settings

__all__ = ["create_application"]


def create_application(folder: Path, settings: Settings | None = None) -> FastAPI:
    """Serve the current generation of a store's folder, opened when the server starts; StoreError where it has none."""
    settings = settings or Settings()

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        with _runtime(settings) as runtime:
            application.state.front = Front(folder, settings, runtime)
            async with application.state.front.serving():
                yield

    application = FastAPI(title="releasegraph", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    application.add_middleware(CommonHeaders)
    install_problems(application)
    for module in (endpoint, resources, documents, health, questions, pages):
        application.include_router(module.router)
    application.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return application


@contextmanager
def _runtime(settings: Settings) -> Iterator[Path]:
    """Give the folder of the workers' sockets."""
    if settings.runtime is not None:
        yield settings.runtime
        return
    with tempfile.TemporaryDirectory(prefix="releasegraph-") as made:
        yield Path(made)
