"""Publish a register as files, and again after one agreement has changed.

`python tests/benchmarks/publish.py [--full] [--store DIR] [--processes N]` publishes a generated register's graph, or
the store given, into an empty folder and then a second time with nothing changed; of a generated register it also
changes the title of one agreement, builds again, and publishes that.
"""

import argparse
import os
import resource
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from generate import generate
from stores import MODEST, arguments

from releasegraph.api.publishing.publish import Published, publish
from releasegraph.graph.build import build

__all__ = ["main"]


def _measured(name: str, act: Callable[[], Published]) -> None:
    before, began = _processor(), time.perf_counter()
    done = act()
    seconds = time.perf_counter() - began
    took = f"{seconds:.1f} s, {_processor() - before:.1f} s of processors"
    print(f"{name}: {took}; {done.made:,} of {done.units:,} parts made, {done.files:,} files", flush=True)


def _processor() -> float:
    """Give the seconds of processor time that this process and its ended children have taken."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _pages(root: Path) -> str:
    files = [path for path in root.rglob("*") if path.is_file()]
    pages = sum(path.name == "index.html" and "id" not in path.relative_to(root).parts[:1] for path in files)
    return f"{pages:,} pages, {sum(path.stat().st_size for path in files) / 1e6:,.0f} MB"


def _retitle(workbook: Path) -> None:
    """Change the first title of a generated workbook, in place."""
    changed = workbook.with_suffix(".changed")
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                body = _second_cell_replaced(body, "A title that was corrected")
            target.writestr(name, body)
    changed.replace(workbook)


def _second_cell_replaced(sheet: bytes, words: str) -> bytes:
    """Replace cell B2, the title in the first row under the header, by an inline string."""
    start = sheet.index(b'r="B2"')
    opening, closing = sheet.rindex(b"<c ", 0, start), sheet.index(b"</c>", start) + len(b"</c>")
    return sheet[:opening] + f'<c r="B2" t="inlineStr"><is><t>{words}</t></is></c>'.encode() + sheet[closing:]


def _published(given: argparse.Namespace, store: Path, folder: Path, workbook: Path | None) -> None:
    def run() -> Published:
        return publish(store, folder / "site", processes=given.processes)

    _measured("everything", run)
    print(_pages(folder / "site"))
    _measured("again, nothing changed", run)
    if workbook is not None:
        _retitle(workbook)
        build([workbook], store)
        _measured("again, one title changed", run)


def main(words: list[str] | None = None) -> None:
    """Run the command line."""
    parser = arguments(__doc__)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    given = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if given.store:
            _published(given, given.store, folder, None)
            return
        workbook = folder / "datausesregister_september2026.xlsx"
        generate(workbook, scale=given.scale or (1.0 if given.full else MODEST))
        build([workbook], folder / "store")
        _published(given, folder / "store", folder, workbook)


if __name__ == "__main__":
    main()
