"""Run the application under uvicorn."""

import os
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from releasegraph.api.application import create_application
from releasegraph.api.settings import Settings
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import open_store

__all__ = ["application", "serve"]

STORE = "RELEASEGRAPH_STORE"
GRACE = 10
"""Seconds that answers under way have to end when the server stops."""


def application() -> FastAPI:
    """Give the application of the store RELEASEGRAPH_STORE names, for `uvicorn --factory` and others."""
    settings = Settings()
    if settings.store is None:
        raise StoreError(f"{STORE} is not set; it names the folder of the store to serve")
    return create_application(settings.store, settings)


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8000, workers: int = 1, log_level: str = "info") -> None:
    """Serve a store's folder until interrupted; raise StoreError at once where it holds none."""
    open_store(folder)
    # worker processes start afresh and find the store in their environment
    os.environ[STORE] = str(folder.resolve())
    uvicorn.run(
        "releasegraph.api.serving:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        log_level=log_level,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )
