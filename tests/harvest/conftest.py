"""A real site for real clients: the example sources built and served, and programs that hold the clients' own code.

`install.py` puts each client in an environment of its own. Where one is missing its tests are skipped with the reason,
unless RELEASEGRAPH_HARVEST=required.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from rdflib import Graph

from releasegraph.graph.build import build
from releasegraph.graph.vocabulary import PREFIXES

from .install import installed, interpreter

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

Answer = dict[str, Any]


@dataclass(slots=True)
class Site:
    """A store and a server of it, at an address that its IRIs start with."""

    folder: Path
    port: int
    server: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def base(self) -> str:
        """Give the address of the site, with its slash."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def store(self) -> Path:
        """Give the folder of the store."""
        return self.folder / "store"

    def start(self) -> None:
        """Serve the store, and wait until the server answers."""
        command = (Path(sys.executable).parent / "releasegraph", "serve", "--store", self.store, "--port", self.port)
        settings = {"RELEASEGRAPH_REQUESTS_PER_MINUTE": "0", "RELEASEGRAPH_IN_MEMORY": "0"}
        log = self.folder / "log.txt"
        with log.open("ab") as output:
            self.server = subprocess.Popen(
                [str(part) for part in command], stdout=output, stderr=subprocess.STDOUT, env=os.environ | settings
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.server.poll() is None:
            try:
                with urlopen(f"{self.base}ready", timeout=5):
                    return
            except URLError:
                time.sleep(0.05)
        pytest.fail(f"the server did not start:\n{log.read_text()}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server, by SIGKILL as a machine that fails does."""
        if self.server is not None:
            self.server.send_signal(how)
            self.server.wait(timeout=30)
            self.server = None

    def get(self, path: str, accept: str = "*/*") -> bytes:
        """Give the body of an answer."""
        with urlopen(Request(self.base + path, headers={"Accept": accept}), timeout=60) as answer:
            body: bytes = answer.read()
        return body

    def construct(self, text: str) -> Graph:
        """Give what a query constructs, with the common prefixes declared."""
        return Graph().parse(data=self._ask(text, "nt"), format="nt")

    def select(self, text: str) -> list[dict[str, str]]:
        """Give the solutions of a query, terms as plain strings, with the common prefixes declared."""
        solutions = json.loads(self._ask(text, "json"))["results"]["bindings"]
        return [{name: term["value"] for name, term in solution.items()} for solution in solutions]

    def _ask(self, text: str, form: str) -> bytes:
        declared = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
        return self.get("sparql?" + urlencode({"query": declared + text, "format": form}))


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build the example sources and serve them as a process of its own."""
    made = Site(tmp_path_factory.mktemp("site"), free_port())
    build([ROOT / "examples/sources"], made.store, base=made.base)
    made.start()
    yield made
    made.stop()


class Program:
    """A client's program that answers lines of JSON with lines of JSON."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **job: Any) -> Answer:
        """Do one job."""
        self.tell(job)
        return self.hear()

    def tell(self, line: Mapping[str, Any]) -> None:
        """Write one line to the program."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()

    def hear(self) -> Answer:
        """Read one line from the program."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the client ended with {self.process.wait(timeout=30)}"
        answer: Answer = json.loads(line)
        return answer

    def end(self) -> None:
        """Let the program end by itself."""
        self.process.communicate(timeout=30)


@pytest.fixture(scope="package")
def ckan() -> Iterator[Program]:
    """Start the harvester of CKAN."""
    yield from _running("ckan", "ckan_client.py")


@pytest.fixture(scope="package")
def readers() -> Iterator[Program]:
    """Start extruct, PyLD and rdflib."""
    yield from _running("readers", "readers.py")


Replicate = Callable[[str, Path], Answer]


@pytest.fixture(scope="package")
def replicate() -> Replicate:
    """Give a function that has an LDES client replicate a stream, with a folder for its state."""
    node = shutil.which("node")
    if node is None:
        _missing("Node.js")
    _require("ldes")

    def run(url: str, state: Path) -> Answer:
        command = (node, str(HERE / "ldes/replicate.mjs"), url, str(state))
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        answer: Answer = json.loads(done.stdout.splitlines()[-1])
        return answer

    return run


def _running(client: str, program: str) -> Iterator[Program]:
    _require(client)
    started = Program((str(interpreter(client)), "-W", "ignore", str(HERE / program)))
    yield started
    started.end()


def _require(client: str) -> None:
    if not installed(client):
        _missing(f"the client {client!r} (python tests/harvest/install.py)")


def _missing(what: str) -> NoReturn:
    if os.environ.get("RELEASEGRAPH_HARVEST") == "required":
        pytest.fail(f"{what} is missing, and RELEASEGRAPH_HARVEST is `required`")
    pytest.skip(f"{what} is missing")
