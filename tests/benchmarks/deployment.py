"""`releasegraph serve` as a real process, and what its processes take."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import psutil

__all__ = ["Deployment", "Held", "await_address", "deployed", "free_port"]

START = 300.0
"""Seconds a server may take to start."""
UNLIMITED: Mapping[str, str] = {"REQUESTS_PER_MINUTE": "0", "QUERIES_PER_CLIENT": "10000"}
"""Settings under which one client may bring the load of many."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a deployment's processes hold at one moment."""

    processes: int
    pss: float
    """Memory in MB (a million bytes), shared pages counted once among those that share them."""
    files: int
    """Open files and sockets."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A server that runs."""

    port: int
    pid: int
    runtime: str
    """The folder of its sockets, by which its fork servers and workers are known."""
    _known: dict[int, psutil.Process | None] = field(default_factory=dict)

    def processes(self) -> list[psutil.Process]:
        """Give its HTTP processes, its fork servers and their workers."""
        there = set(psutil.pids())
        for gone in self._known.keys() - there:
            del self._known[gone]
        for new in there - self._known.keys():
            self._known[new] = self._own(new)
        return [process for process in self._known.values() if process is not None]

    def _own(self, pid: int) -> psutil.Process | None:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if pid == self.pid or process.ppid() == self.pid or any(self.runtime in word for word in process.cmdline()):
                return process
        return None

    def busy(self) -> set[int]:
        """Give the workers that take their time: the server lets quicker work go before the thread that does a job."""
        found, usual = set(), os.nice(0)
        for process in self.processes():
            with contextlib.suppress(psutil.Error, OSError):
                threads = (thread.id for thread in process.threads())
                if any(os.getpriority(os.PRIO_PROCESS, thread) > usual for thread in threads):
                    found.add(process.pid)
        return found

    def held(self) -> Held:
        """Add up what its processes hold."""
        processes = pss = files = 0
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                pss += process.memory_full_info().pss
                files += process.num_fds()
                processes += 1
        return Held(processes, pss / 1e6, files)


@contextlib.contextmanager
def deployed(store: Path, *, workers: int = 1, **settings: str) -> Iterator[Deployment]:
    """Serve a store on a free port until the block ends; settings are those of RELEASEGRAPH_…, without the prefix."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="rg-bench-") as runtime:
        given = {**UNLIMITED, **settings, "RUNTIME": runtime}
        environment = os.environ | {f"RELEASEGRAPH_{name}": value for name, value in given.items()}
        words = ["serve", "--store", str(store), "--port", str(port), "--workers", str(workers)]
        with (Path(runtime) / "log").open("wb") as log:
            process = subprocess.Popen(
                [str(Path(sys.executable).with_name("releasegraph")), *words],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            try:
                await_address(f"http://127.0.0.1:{port}/ready", process, Path(log.name))
                if given.get("IN_MEMORY", "1") == "1":
                    _await_memory(Path(runtime))
                yield Deployment(port, process.pid, runtime)
            finally:
                process.terminate()
                process.wait()


def _await_memory(runtime: Path) -> None:
    """Wait until a fork server holds the graph in memory: its socket is there once it does."""
    end = time.monotonic() + START
    while not any(place.name != "disk.sock" for place in runtime.glob("*.sock")):
        if time.monotonic() > end:
            raise RuntimeError(f"the graph was not in memory after {START:.0f} s")
        time.sleep(0.1)
    time.sleep(2.0)  # the first workers are forked, those on disk let go


def free_port() -> int:
    """Give a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_address(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until an address is answered; raise RuntimeError, with the log's end, where it never is."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), urlopen(address, timeout=START) as response:
            response.read()
            return
        time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise RuntimeError(f"{address} was not answered (exit code {process.poll()}):\n{said}")
