"""The engines to compare with, each as a server over the same graph: Oxigraph's own, and Virtuoso 7.

Both are optional: `pip install oxigraph`, and Debian's `virtuoso-opensource`. Where one is missing, its place is empty.
"""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from deployment import await_address, free_port

from releasegraph.graph.engine import EmbeddedStore
from releasegraph.graph.formats import format_named

__all__ = ["Database", "oxigraph_serve", "program", "virtuoso"]


@dataclass(frozen=True, slots=True)
class Database:
    """A SPARQL endpoint."""

    name: str
    port: int
    path: str
    parameters: Mapping[str, str]
    """What every query is asked with, such as its default graph."""

    def query(self, text: str) -> str:
        """Give the path with which a query is asked by GET."""
        return f"{self.path}?{urlencode({'query': text, **self.parameters})}"


def program(name: str) -> str | None:
    """Find a program on the path or beside this Python."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


@contextlib.contextmanager
def oxigraph_serve(engine: Path) -> Iterator[Database | None]:
    """Serve a store's engine folder with `oxigraph serve-read-only`."""
    oxigraph = program("oxigraph")
    if oxigraph is None:
        print("oxigraph serve: not installed (pip install oxigraph), so left out")
        yield None
        return
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, Path(folder, "log").open("wb") as log:
        process = subprocess.Popen(
            [oxigraph, "serve-read-only", "--location", str(engine), "--bind", f"127.0.0.1:{port}"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            await_address(f"http://127.0.0.1:{port}/query?query=ASK%7B%7D", process, Path(log.name))
            yield Database("oxigraph serve", port, "/query", {})
        finally:
            process.terminate()
            process.wait()


DEFAULT_GRAPH = "urn:default"
INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
CheckpointInterval = 600
CaseMode = 2
DirsAllowed = {folder}
ThreadsPerQuery = 4
MaxQueryMem = 2G
MaxVectorSize = 1000000
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 60
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
MaxQueryExecutionTime = 600
"""
"""Memory for 1.4 GB of pages, of 8 KB each, as its manual gives for a machine with 2 GB free; no other limits."""


@contextlib.contextmanager
def virtuoso(engine: Path) -> Iterator[Database | None]:
    """Load a store's graphs into a new Virtuoso: the default graph as a named one, asked as the default one."""
    server, sql = program("virtuoso-t"), program("isql-vt")
    if server is None or sql is None:
        print("Virtuoso: not installed (apt-get install virtuoso-opensource), so left out")
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        ports = {"sql": free_port(), "http": free_port()}
        Path(folder, "virtuoso.ini").write_text(INI.format(folder=folder, **ports), encoding="utf-8")
        load = _dump(engine, Path(folder))
        with Path(folder, "out").open("wb") as out:
            command = [server, "+foreground", "+configfile", str(Path(folder, "virtuoso.ini"))]
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
            try:
                await_address(f"http://127.0.0.1:{ports['http']}/sparql?query=ASK%7B%7D", process, Path(out.name))
                subprocess.run(
                    [sql, str(ports["sql"]), "dba", "dba"], input=load, check=True, capture_output=True, text=True
                )
                graphs = {"default-graph-uri": DEFAULT_GRAPH, "format": "application/sparql-results+json"}
                yield Database("Virtuoso 7", ports["http"], "/sparql", graphs)
            finally:
                process.terminate()
                process.wait()


def _dump(engine: Path, folder: Path) -> str:
    """Write each graph as N-Triples, and give the commands that load them."""
    store = EmbeddedStore.open(engine)
    commands = []
    for number, graph in enumerate(("", *store.named_graphs())):
        with (folder / f"{number}.nt").open("wb") as out:
            store.dump(out, format_named("ntriples"), graph)
        commands.append(f"ld_dir('{folder}', '{number}.nt', '{graph or DEFAULT_GRAPH}');")
    store.close()
    return "\n".join([*commands, "rdf_loader_run();", "checkpoint;", ""])
