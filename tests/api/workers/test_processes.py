"""A server's processes and its folder of sockets go with it, however it ends; its HTTP processes share one graph."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

PATIENCE = 60.0
SILENT = quote("ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?d), STR(?g)) = 'x') }")
SERVE = (
    "import sys; from pathlib import Path; from releasegraph.api.serving import serve; "
    "serve(Path(sys.argv[1]), port=int(sys.argv[2]), workers=int(sys.argv[3]), log_level='error')"
)
Waited = Callable[[Callable[[], object]], None]
Processes = Callable[[Path], dict[int, int]]
Busy = Callable[[Path], int]


class Server:
    """A server as the command line starts it, with a folder for temporary files of its own."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, temporary: Path) -> None:
        self.process = process
        self.port = port
        self.temporary = temporary

    def status(self, path: str) -> int:
        """Ask, and give the status; 0 where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            try:
                connection.request("GET", path)
                return connection.getresponse().status
            except (ConnectionError, http.client.HTTPException):
                return 0


@contextlib.contextmanager
def _serving(folder: Path, temporary: Path, workers: int, **settings: object) -> Iterator[Server]:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RELEASEGRAPH_")}
    environment |= {f"RELEASEGRAPH_{name.upper()}": str(value) for name, value in settings.items()}
    arguments = [sys.executable, "-c", SERVE, str(folder), str(port), str(workers)]
    with subprocess.Popen(arguments, env={**environment, "TMPDIR": str(temporary)}) as process:
        try:
            yield Server(process, port, temporary)
        finally:
            process.kill()


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """Give a folder for temporary files, a short path."""
    folder = tmp_path / "t"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(("end", "workers"), [(signal.SIGTERM, 1), (signal.SIGINT, 2)])
def test_nothing_is_left_of_a_server_that_is_told_to_end(
    folder: Path, temporary: Path, waited: Waited, processes: Processes, busy: Busy, end: signal.Signals, workers: int
) -> None:
    """Answers under way have their time, the server then goes, with the fork servers and their folder.

    Before, its HTTP processes, each with two idle workers, have these of one fork server, which has loaded the graph.
    """

    def of_one_server() -> bool:
        found = processes(temporary)
        parents = [parent for parent in found.values() if parent in found]
        return len(parents) >= 2 * workers and len(set(parents)) == 1

    with _serving(folder, temporary, workers, time_limit=1.5) as server:
        waited(lambda: server.status("/ready") == 200)
        waited(of_one_server)
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
            client.sendall(f"GET /sparql?query={SILENT} HTTP/1.1\r\nHost: e.org\r\n\r\n".encode())
            waited(lambda: busy(temporary))
            server.process.send_signal(end)
            assert client.recv(12) == b"HTTP/1.1 503", "it had its time"
        assert server.process.wait(PATIENCE) == 0
        assert list(temporary.iterdir()) == []
        waited(lambda: processes(temporary) == {})


def test_a_server_that_is_killed_takes_its_workers_with_it(
    folder: Path, temporary: Path, waited: Waited, processes: Processes, busy: Busy
) -> None:
    """A query that would go on for hours is ended, and the fork server once its folder is cleared away."""
    with _serving(folder, temporary, 1, time_limit=3600, in_memory=False) as server:
        waited(lambda: server.status("/ready") == 200)
        with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as client:
            client.sendall(f"GET /sparql?query={SILENT} HTTP/1.1\r\nHost: e.org\r\n\r\n".encode())
            waited(lambda: busy(temporary))
            server.process.kill()
            waited(lambda: len(processes(temporary)) == 1)
        shutil.rmtree(temporary)
        waited(lambda: processes(temporary) == {})
