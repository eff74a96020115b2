"""What leaves the store as files: RDF, tables, and the text of the pages it was built from."""

import gzip
import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from isal import igzip
from rdflib.term import URIRef

from releasegraph.graph.errors import StoreError
from releasegraph.graph.formats import Format, format_named
from releasegraph.graph.generations import Generation
from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.json_ld.export import write_json_ld
from releasegraph.graph.store import GraphStore, solutions_of
from releasegraph.graph.tables import TABLES, table_query
from releasegraph.graph.vocabulary import PREFIXES, RG

__all__ = ["copy_dump", "dump_of", "export_graph", "export_sources", "export_tables", "opened", "page_sources"]


def export_graph(store: GraphStore, base: str, form: Format, out: BinaryIO) -> None:
    """Write the default graph, and in N-Quads, TriG and JSON-LD also the graphs of the editions."""
    editions = [graph for graph in store.named_graphs() if graph.startswith(Identifiers(base).graph("edition/"))]
    if form.name in ("jsonld", "ndjsonld"):
        write_json_ld(store, base, form, out, editions)
        return
    store.dump(out, form, "", PREFIXES)
    for graph in editions if form.name in ("nquads", "trig") else ():
        if form.name == "nquads":
            store.dump(_Naming(out, graph), _NTRIPLES, graph)  # type: ignore[arg-type]
        else:
            # TriG holds N-Triples within braces (section 2.2)
            out.write(f"<{graph}> {{\n".encode())
            store.dump(out, _NTRIPLES, graph)
            out.write(b"}\n")


def dump_of(generation: Generation, form: str) -> Path | None:
    """Give the packed file in which a build has written its graph in a format; None where it made none."""
    made = (dump.file for dump in generation.manifest.dumps if (dump.format, dump.compression) == (form, "gzip"))
    return next((generation.dumps / file for file in made), None)


def copy_dump(dump: Path, out: BinaryIO, *, packed: bool) -> None:
    """Write a dump as it is, or what is packed in it: many times faster than writing the graph again."""
    with dump.open("rb") if packed else igzip.open(dump, "rb") as source:  # type: ignore[no-untyped-call]
        shutil.copyfileobj(source, out, _PIECE)


class _Naming:
    """A binary file that takes N-Triples and passes them on as N-Quads of one graph."""

    def __init__(self, out: BinaryIO, graph: str) -> None:
        self._out = out
        self._ending = f" <{graph}> .\n".encode()
        self._rest = b""

    def write(self, block: bytes) -> int:
        # a literal escapes its line ends, so these four bytes only ever end a line
        lines, end, self._rest = (self._rest + block).rpartition(b"\n")
        self._out.write((lines + end).replace(b" .\n", self._ending))
        return len(block)

    def flush(self) -> None:
        self._out.flush()


@contextmanager
def opened(path: Path | None, standard: BinaryIO, *, compressed: bool) -> Iterator[BinaryIO]:
    """Open what to write to: a file that appears only when it is whole, or standard output; gzip without a clock."""
    part = None if path is None else path.with_name(path.name + ".part")
    raw = standard if part is None else part.open("wb")
    try:
        if compressed:
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed:
                yield packed  # type: ignore[misc]
        else:
            yield raw
    except BaseException:
        if part is not None:
            raw.close()
            part.unlink(missing_ok=True)
        raise
    if part is None:
        raw.flush()
        return
    raw.close()
    try:
        part.replace(path)  # type: ignore[arg-type]
    except OSError:
        part.unlink(missing_ok=True)
        raise


_NTRIPLES = format_named("ntriples")
_PIECE = 1 << 20


def export_tables(store: GraphStore, form: Format, folder: Path, *, compressed: bool) -> list[Path]:
    """Write each table of `TABLES` into a folder; give the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in TABLES.items():
        answer = solutions_of(store, table_query(table))
        path = folder / f"{name}.{form.extension}{'.gz' if compressed else ''}"
        with opened(path, io.BytesIO(), compressed=compressed) as out:
            answer.write(out, form)
        written.append(path)
    return written


def page_sources(store: GraphStore) -> Iterator[tuple[str, str]]:
    """Give each page's file name and exact text, rebuilt from its records in the order of their lines."""
    for edition, file, graph in sorted(_page_editions(store)):
        records = [
            (int(str(line)), record)
            for record, _, _, _ in store.quads(None, RG.inEdition, URIRef(edition), graph)
            for _, _, line, _ in store.quads(str(record), RG.firstLine, None, graph)
        ]
        texts = (
            str(text)
            for _, record in sorted(records)
            for _, _, text, _ in store.quads(str(record), RG.text, None, graph)
        )
        yield file, "".join(texts)


def _page_editions(store: GraphStore) -> Iterator[tuple[str, str, str]]:
    for edition, _, _, graph in store.quads(None, RG.layout, None, None):
        name = str(graph or "")
        for _, _, file, _ in store.quads(str(edition), RG.sourceFile, None, name):
            yield str(edition), str(file), name


def export_sources(store: GraphStore, target: Path | None, out: BinaryIO) -> list[Path]:
    """Rebuild the pages: into a folder under their file names, or a single one into a file or standard output."""
    pages = list(page_sources(store))
    if not pages:
        raise StoreError("the graph holds no page: a workbook's rows are its source")
    if len(pages) == 1 and (target is None or not target.is_dir()):
        with opened(target, out, compressed=False) as stream:
            stream.write(pages[0][1].encode())
        return [target] if target else []
    if target is None:
        raise StoreError(f"the graph holds {len(pages)} pages: name a folder with --output")
    target.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for file, text in pages:
        path = target / _file_name(file, {one.name for one in written})
        with opened(path, out, compressed=False) as stream:
            stream.write(text.encode())
        written.append(path)
    return written


def _file_name(source_file: str, taken: set[str]) -> str:
    """Give the last part of a source's name, numbered where another page has it; HTML becomes text."""
    stem = source_file.replace("!", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    names = (f"{stem}{f'-{number}' if number > 1 else ''}.txt" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
