"""The fork server: a process without threads that forks a worker for each connection to its socket.

Given a generation, it first copies that graph into memory, which its workers then share page by page, copy-on-write.
It ends once nobody holds it any more.
"""

import contextlib
import gc
import logging
import logging.config
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from releasegraph.api.edge.logs import log_configuration
from releasegraph.api.rendering import compile_templates
from releasegraph.api.settings import Settings
from releasegraph.api.workers.frames import Frame, frame
from releasegraph.api.workers.worker import work
from releasegraph.graph.catalogue.harvest import read_ahead
from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.errors import StoreError
from releasegraph.graph.formats import format_named
from releasegraph.graph.generations import Generation, generation_at
from releasegraph.graph.history import history_of

__all__ = ["HOLD", "WORK", "main"]

HOLD, WORK = b"h", b"w"
"""What a client sends first: it keeps the server alive, or it wants a worker."""
LINGER = 10.0
"""Seconds that the server stays with nobody to hold it, while its socket can be found."""
LOOK = 0.5
"""Seconds between looks for its socket."""
BACKLOG = 1024
"""Connections that may wait for the server; the system may lower it."""
_PIPE = 1024 * 1024
_LOG = logging.getLogger("releasegraph.api.workers.forkserver")  # run as a program, its own name is __main__

Act = Callable[[socket.socket], None]
"""What to do once something comes to a socket."""


def main() -> None:
    """Run the server: arguments are the socket's path and, to serve it from memory, a generation's folder.

    Once it can be connected to, it goes on in a child process, and this one ends with code 0.
    """
    place, *folder = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the HTTP process's to hear; it lets go of us
    logging.config.dictConfig(log_configuration(Settings().log_format))
    try:
        preloaded = _preloaded(generation_at(Path(folder[0]))) if folder else None
        listener = _listening(place)
    except (OSError, StoreError) as error:
        _LOG.error("%s", error)
        sys.exit(1)
    with listener:
        if os.fork() != 0:
            os._exit(0)  # whoever started us waits for this: the socket can be connected to
        # what every worker would else do for itself
        import_module("releasegraph.api.application")
        compile_templates()
        gc.collect()
        gc.freeze()
        try:
            _Server(listener, Path(place), preloaded).serve()
        finally:
            Path(place).unlink(missing_ok=True)


def _preloaded(generation: Generation) -> EmbeddedStore:
    """Read what every worker would else read for itself: the graph, the times of what is published, the catalogue."""
    history_of(generation)
    store = in_memory(generation.engine)
    read_ahead(store, generation.base)
    return store


def _listening(place: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    mask = os.umask(0o177)  # a socket that others can write to takes their orders
    listener.bind(place)
    os.umask(mask)
    listener.listen(BACKLOG)
    return listener


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
    whole = True
    with os.fdopen(reading, "rb", buffering=_PIPE) as lines:
        try:
            store.load(lines)
        except SyntaxError:
            whole = False  # its last line was cut off
    _, status = os.waitpid(reader, 0)
    if status != 0 or not whole:
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
        _LOG.error("%s", error)
    finally:
        os._exit(code)


class _Server:
    """Takes holders and forks workers; ends a worker whose client has gone, and tells a client whose worker has."""

    def __init__(self, listener: socket.socket, place: Path, preloaded: EmbeddedStore | None) -> None:
        self._listener = listener
        self._place = place
        self._preloaded = preloaded
        self._polled = select.poll()
        self._watched: dict[int, tuple[socket.socket, Act]] = {}
        self._holders = 0
        self._workers: dict[int, socket.socket] = {}
        self._lingers = True

    def serve(self) -> None:
        """Go on until the last holder has been gone a while."""
        woken, waker = socket.socketpair()
        waker.setblocking(False)
        signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._told_to_end)
        self._watch(woken, select.POLLIN, self._reap)
        self._watch(self._listener, select.POLLIN, self._accept)
        free_since = time.monotonic()
        while self._holders or (self._waits() and time.monotonic() - free_since < LINGER):
            ready = self._polled.poll(None if self._holders else LOOK * 1000)
            for descriptor, _ in ready[:1]:  # what is done for one may close another
                one, act = self._watched[descriptor]
                act(one)
            if self._holders:
                free_since = time.monotonic()
        signal.set_wakeup_fd(-1)

    def _waits(self) -> bool:
        """Tell whether a holder may still come."""
        return self._lingers and self._place.exists()

    def _told_to_end(self, *_signal: object) -> None:
        """End with the last holder: a supervisor that stops a service tells all of its processes at once."""
        self._lingers = False

    def _watch(self, one: socket.socket, events: int, act: Act) -> None:
        self._polled.register(one, events)
        self._watched[one.fileno()] = one, act

    def _unwatch(self, one: socket.socket) -> None:
        self._polled.unregister(one)
        del self._watched[one.fileno()]

    def _accept(self, listener: socket.socket) -> None:
        try:
            connection, _ = listener.accept()
        except OSError as error:
            _LOG.warning("no connection could be taken: %s", error)
            time.sleep(LOOK)
            return
        self._watch(connection, select.POLLIN, self._begin)

    def _begin(self, connection: socket.socket) -> None:
        """Do what a client wants of us; it may have gone."""
        self._unwatch(connection)
        try:
            wanted = connection.recv(1)
        except OSError:
            wanted = b""
        if wanted == HOLD:
            self._watch(connection, select.POLLIN, self._let_go)
            self._holders += 1
        elif wanted == WORK:
            self._fork(connection)
        else:
            connection.close()

    def _let_go(self, holder: socket.socket) -> None:
        self._unwatch(holder)
        holder.close()
        self._holders -= 1

    def _fork(self, connection: socket.socket) -> None:
        """Fork a worker; our end of its connection stays open until it has ended."""
        try:
            process = os.fork()
        except OSError as error:
            _LOG.warning("no worker could be forked: %s", error)
            connection.close()
            return
        if process == 0:
            self._become_worker(connection)
        self._workers[process] = connection
        self._watch(connection, 0, partial(self._leave, process))  # 0: nothing but its end (poll(2))

    def _leave(self, process: int, connection: socket.socket) -> None:
        """End a worker whose client has gone, whatever it does."""
        self._unwatch(connection)
        os.kill(process, signal.SIGKILL)

    def _reap(self, woken: socket.socket) -> None:
        """Bury workers that have ended, and pass on how: only a parent learns of it (wait(2))."""
        woken.recv(4096)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                process, status = ended
                with self._workers.pop(process) as connection, contextlib.suppress(OSError):
                    if connection.fileno() in self._watched:
                        self._unwatch(connection)
                    if code := os.waitstatus_to_exitcode(status):
                        connection.send(frame(Frame.ENDED, str(code).encode()), socket.MSG_DONTWAIT)

    def _become_worker(self, connection: socket.socket) -> NoReturn:
        """Do a worker's work in the forked process, which ends here."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # who has us ends us
            for other, _ in self._watched.values():
                other.close()
            for other in self._workers.values():
                other.close()
            work(connection, self._preloaded)
            code = 0
        except ConnectionError:
            code = 0
        except BaseException:
            _LOG.exception("a worker failed")
        finally:
            os._exit(code)


if __name__ == "__main__":
    main()
