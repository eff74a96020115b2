"""The fork server: a process without threads that forks a worker for each connection to its socket.

Given a generation, it first copies that graph into memory, which its workers then share page by page, copy-on-write.
It ends once nobody holds it any more.
"""

import gc
import logging
import os
import selectors
import signal
import socket
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from releasegraph.api.rendering import compile_templates
from releasegraph.api.workers.worker import work
from releasegraph.graph.errors import StoreError
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import generation_at
from releasegraph.graph.store import EmbeddedStore

__all__ = ["HOLD", "WORK", "main"]

HOLD, WORK = b"h", b"w"
"""What a client sends first: it keeps the server alive, or it wants a worker."""
LINGER = 10.0
"""Seconds that the server stays with nobody to hold it."""
_PIPE = 1024 * 1024


def main() -> None:
    """Run the server: arguments are the socket's path and, to serve it from memory, a generation's folder.

    Once it can be connected to, it goes on in a child process, and this one ends with code 0.
    """
    place, *folder = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the HTTP process's to hear; it lets go of us
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    preloaded = in_memory(generation_at(Path(folder[0])).engine) if folder else None
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel itself reaps workers
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(place)
        listener.listen(128)
        if os.fork() != 0:
            os._exit(0)  # whoever started us waits for this: the socket can be connected to
        # what every worker would else do for itself
        import_module("releasegraph.api.application")
        compile_templates()
        gc.collect()
        gc.freeze()
        try:
            _serve(listener, preloaded)
        finally:
            Path(place).unlink(missing_ok=True)


def in_memory(engine: Path) -> EmbeddedStore:
    """Copy a store from its folder into memory; raise StoreError where it cannot be read whole.

    A process of its own reads the folder: the engine's threads for it must not be here when we fork (fork(2)).
    """
    reading, writing = os.pipe()
    reader = os.fork()
    if reader == 0:
        os.close(reading)
        _dump(engine, writing)
    os.close(writing)
    store = EmbeddedStore.temporary()
    with os.fdopen(reading, "rb", buffering=_PIPE) as lines:
        store.load(lines)
    _, status = os.waitpid(reader, 0)
    if status != 0:
        raise StoreError(f"{engine}: the store could not be read whole")
    return store


def _dump(engine: Path, writing: int) -> NoReturn:
    """Write a store into a pipe from a process of its own, which ends here."""
    code = 1
    try:
        with os.fdopen(writing, "wb", buffering=_PIPE) as out:
            EmbeddedStore.open(engine).dump(out, format_named("nquads"))
        code = 0
    except (OSError, StoreError) as error:
        logging.getLogger(__name__).error("%s", error)
    finally:
        os._exit(code)


def _serve(listener: socket.socket, preloaded: EmbeddedStore | None) -> None:
    """Accept holders and fork workers, until the last holder has been gone a while."""
    held = 0
    free_since = time.monotonic()
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        while held or time.monotonic() - free_since < LINGER:
            for key, _ in selector.select(timeout=LINGER):
                if key.fileobj is not listener:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()  # type: ignore[union-attr]
                    held -= 1
                    free_since = time.monotonic()
                    continue
                connection, _ = listener.accept()
                if connection.recv(1) == HOLD:
                    selector.register(connection, selectors.EVENT_READ)
                    held += 1
                    continue
                with connection:
                    if os.fork() == 0:
                        _become_worker(connection, listener, selector, preloaded)


def _become_worker(
    connection: socket.socket,
    listener: socket.socket,
    selector: selectors.BaseSelector,
    preloaded: EmbeddedStore | None,
) -> NoReturn:
    """Do a worker's work in the forked process, which ends here."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for key in list(selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        listener.close()
        work(connection, preloaded)
        code = 0
    except (ConnectionError, KeyboardInterrupt):
        code = 0
    except BaseException:
        logging.getLogger(__name__).exception("a worker ended")
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
