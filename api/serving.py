"""Run the application under uvicorn."""

import logging
import os
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

import uvicorn
from fastapi import FastAPI

from releasegraph.api.application import create_application
from releasegraph.api.edge.logs import log_configuration
from releasegraph.api.settings import Settings
from releasegraph.api.workers.forkservers import runtime_folder
from releasegraph.graph.errors import ServingError, StoreError
from releasegraph.graph.generations import open_store

__all__ = ["application", "serve"]

STORE, RUNTIME = "RELEASEGRAPH_STORE", "RELEASEGRAPH_RUNTIME"
GRACE = 10
"""Seconds that answers under way have to end when the server stops."""


def application() -> FastAPI:
    """Give the application of the store RELEASEGRAPH_STORE names, for `uvicorn --factory` and others."""
    settings = Settings()
    if settings.store is None:
        raise StoreError(f"{STORE} is not set; it names the folder of the store to serve")
    # no line says these, and to find them takes a third of a record's time (https://docs.python.org/3/howto/logging.html)
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    return create_application(settings.store, settings)


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    workers: int = 1,
    root_path: str = "",
    log_level: str = "info",
) -> None:
    """Serve a store's folder until interrupted or told to end, under a proxy's root path where one is given.

    Raises StoreError where the folder holds no store, ServingError where the address is taken.
    """
    open_store(folder)
    settings = Settings()
    _check_address(host, port)
    signal.signal(signal.SIGTERM, _leave)  # uvicorn, done with its answers, passes the signal on
    with runtime_folder(settings) as runtime:
        # HTTP processes start afresh, and find in their environment the store and where to share fork servers
        os.environ[STORE] = str(folder.resolve())
        os.environ[RUNTIME] = str(runtime)
        uvicorn.run(
            "releasegraph.api.serving:application",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            root_path=root_path,
            log_config=log_configuration(settings.log_format, log_level),
            timeout_graceful_shutdown=GRACE,
            server_header=False,
        )


def _leave(*_signal: object) -> NoReturn:
    """End as every program does, cleaning up: a signal's own way would leave the sockets' folder behind."""
    sys.exit(0)


def _check_address(host: str, port: int) -> None:
    """Raise ServingError where nothing can listen at an address: the server itself would leave with a log line."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ServingError(f"{host}:{port}: the address cannot be listened at ({error.strerror})") from None
