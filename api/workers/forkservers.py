"""Starting fork servers, and finding those that other HTTP processes of the same deployment have started."""

import asyncio
import contextlib
import errno
import fcntl
import hashlib
import os
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from releasegraph.api.settings import Settings
from releasegraph.api.workers.forkserver import HOLD
from releasegraph.graph.errors import ServingError, StoreError
from releasegraph.graph.generations import Generation

__all__ = ["ForkServer", "hold_forkserver", "runtime_folder"]

_PAUSE = 0.05
"""Seconds between looks at a lock that another process holds."""
_TUNABLES, _HUGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"
"""Ask for huge pages, where the system leaves that to programs: a fork has fewer to note. With 3.7 million triples in
memory it takes 10 ms then, not 100 (https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html).
"""


@contextlib.contextmanager
def runtime_folder(settings: Settings) -> Iterator[Path]:
    """Give the folder for fork servers' sockets, as set, or a new one that goes with the end of its use."""
    if settings.runtime is not None:
        yield settings.runtime
        return
    try:
        made = tempfile.TemporaryDirectory(prefix="releasegraph-", ignore_cleanup_errors=True)
    except OSError as error:
        raise ServingError(f"no folder can be made for the sockets of processes that answer: {error}") from None
    with made as folder:
        yield Path(folder)


class ForkServer:
    """A fork server that lives at least as long as this object is not closed."""

    def __init__(self, place: Path, held: socket.socket) -> None:
        self.place = place
        self._held = held

    @property
    def lives(self) -> bool:
        """Tell whether the server is still there: it never says anything, but its end is heard."""
        try:
            return bool(self._held.recv(1, socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def close(self) -> None:
        """Let go of the server; the last to do so ends it."""
        self._held.close()


async def hold_forkserver(runtime: Path, generation: Generation | None) -> ForkServer:
    """Give the server of a generation in memory, or with None the one for stores on disk, started if need be.

    `runtime` is the folder of its socket; it is made where there is none. Returns once the server is ready; StoreError
    where it never is, or where others could put a socket of theirs in its place: we believe what comes from it.
    """
    name = "disk" if generation is None else _name(generation)
    place = runtime / f"{name}.sock"
    try:
        _own(runtime)
        with (runtime / f"{name}.lock").open("w") as lock:
            while not _locked(lock):
                await asyncio.sleep(_PAUSE)
            held = _connected(place)
            if held is None:
                await _start(place, generation)
                held = _connected(place)
    except OSError as error:
        raise StoreError(f"{runtime}: the processes that answer cannot have their sockets here: {error}") from None
    if held is None:
        raise StoreError(f"{place}: the process that answers queries cannot be reached")
    return ForkServer(place, held)


def _own(runtime: Path) -> None:
    """Make the folder of the sockets, or see that only our user can write to it; raise OSError where not."""
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = runtime.stat()
    if found.st_uid != os.geteuid() or found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise PermissionError(errno.EPERM, "others can write to this folder", str(runtime))


def _name(generation: Generation) -> str:
    """Name a generation's server: a folder made anew holds another graph."""
    return hashlib.sha256(f"{generation.folder.resolve()}\n{generation.manifest}".encode()).hexdigest()[:16]


def _connected(place: Path) -> socket.socket | None:
    """Connect to a server, if one is there; raise OSError where none can be, as the path is too long."""
    held = socket.socket(socket.AF_UNIX)
    try:
        held.connect(str(place))
        held.sendall(HOLD)
    except (FileNotFoundError, ConnectionError):
        held.close()
        return None
    except OSError:
        held.close()
        raise
    return held


def _locked(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _start(place: Path, generation: Generation | None) -> None:
    place.unlink(missing_ok=True)
    # -P: the folder we were started in holds no modules of ours
    command = ["-P", "-m", "releasegraph.api.workers.forkserver", str(place)]
    environment = dict(os.environ)
    if generation is not None:
        command.append(str(generation.folder.resolve()))
        environment[_TUNABLES] = ":".join(filter(None, (environment.get(_TUNABLES), _HUGE_PAGES)))
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        env=environment,
    )
    try:
        code = await process.wait()
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if code != 0:
        raise StoreError(f"the process that answers queries ended with code {code}")
