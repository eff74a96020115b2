"""The command line: `releasegraph build | validate | serve | publish | query | export | stats`."""

import json
import logging
import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import progress as bars
from rich.console import Console

from releasegraph.api.reports.baseline import read_baseline, write_baseline
from releasegraph.api.reports.judgement import judge
from releasegraph.api.reports.spots import SpotFinder
from releasegraph.api.reports.writers import ReportFormat, write_report
from releasegraph.api.tables import counts_json, print_solutions, print_statistics
from releasegraph.api.validating import Engine, FailOn, validate_sources
from releasegraph.graph.assembly import Progress
from releasegraph.graph.authorship import Publisher
from releasegraph.graph.build import build as build_store
from releasegraph.graph.errors import IssuesFoundError, QueryError, ReleasegraphError
from releasegraph.graph.export import copy_dump, dump_of, export_graph, export_sources, export_tables, opened
from releasegraph.graph.formats import FORMATS, ONLY_DUMPS, Format, Kind, format_named
from releasegraph.graph.generations import open_store
from releasegraph.graph.identifiers import DEFAULT_BASE
from releasegraph.graph.store import Answer, Boolean, Solutions
from releasegraph.graph.validating.report import told
from releasegraph.graph.vocabulary import PREFIXES

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help="Who got England's health data, under which law: NHS England's register as a validated knowledge graph.",
)

StoreOption = Annotated[Path, typer.Option("--store", metavar="DIR", help="The store's folder.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Default: standard output.")]
# an absolute IRI without query and fragment (RFC 3987, section 2.2), other letters than ASCII's percent-encoded
_BASE = re.compile(r"https?://[\w.~:\[\]@!$&'()*+,;=-]+/(?:[\w.~:@!$&'()*+,;=/-]|%[0-9A-Fa-f]{2})*(?<=/)", re.ASCII)
_CHARACTER = r"(?:[\w.~:@!$&'()*+,;=/?-]|%[0-9A-Fa-f]{2})"
_IRI = re.compile(rf"https?://[\w.:\[\]-]+(?:/{_CHARACTER}*)?(?:#{_CHARACTER}*)?", re.ASCII)
_CONTACT = re.compile(rf"mailto:[\w.!$&'*+=~-]+@[\w.-]+|{_IRI.pattern}", re.ASCII)
QUERY_FORMATS = ("table", *(form.name for form in FORMATS))
EXPORT_FORMATS = (
    *(form.name for form in FORMATS if Kind.TRIPLES in form.kinds),
    *(form.name for form in ONLY_DUMPS),
    *("csv", "source"),
)


def _one_of(names: tuple[str, ...]) -> Callable[[str], str]:
    """Give a parser of an option that takes one of some names."""

    def parse(value: str) -> str:
        if value not in names:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(names)}")
        return value

    return parse


class StatsFormat(StrEnum):
    """How `stats` prints."""

    TEXT = "text"
    JSON = "json"


def _example(line: str) -> str:
    return f"[dim]Example:[/dim] {line}"


@app.command(epilog=_example("releasegraph build datausesregister_september2026.xlsx pages/ --store store"))
def build(
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="SOURCE...", help="xlsx, txt, html, a folder of three CSV sheets, a zip, or a folder."),
    ],
    store: StoreOption,
    base: Annotated[
        str, typer.Option(metavar="IRI", help="What every IRI of the graph starts with; set it before you publish.")
    ] = DEFAULT_BASE,
    publisher: Annotated[
        str, typer.Option(metavar="NAME", help="Who publishes the graph, as its catalogue is to say.")
    ] = "",
    publisher_iri: Annotated[str, typer.Option(metavar="IRI", help="The publisher's own address as linked data.")] = "",
    contact: Annotated[
        str, typer.Option(metavar="IRI", help="Where to ask about the graph: mailto:…, or a page at https://….")
    ] = "",
    edition: Annotated[str | None, typer.Option(metavar="NAME", help="The name of the one edition built.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Fail, and swap nothing, where there is an issue.")] = False,
    validated: Annotated[
        bool, typer.Option("--validate/--no-validate", help="Validate what was built, and keep the report.")
    ] = True,
) -> None:
    """Build the graph of some sources into a store; the old one serves until the new one is whole."""
    if not _BASE.fullmatch(base):
        raise typer.BadParameter("expected an http or https IRI that ends in /", param_hint="--base")
    if publisher_iri and not _IRI.fullmatch(publisher_iri):
        raise typer.BadParameter("expected an http or https IRI", param_hint="--publisher-iri")
    if contact and not _CONTACT.fullmatch(contact):
        raise typer.BadParameter("expected mailto: and an address, or an https IRI", param_hint="--contact")
    with _progress_bar() as progress:
        outcome = build_store(
            sources,
            store,
            base=base,
            edition=edition,
            strict=strict,
            validate=validated,
            progress=progress,
            publisher=Publisher(publisher.strip(), publisher_iri, contact),
        )
    for notice in outcome.notices:
        _say(notice)
    if base == DEFAULT_BASE:
        _say(f"IRIs start with {base}: give --base the address you will publish at before anyone links to them")
    if not publisher.strip():
        name = outcome.manifest.publisher.of(base).name
        _say(f"the catalogue names {name} as publisher: give --publisher your name before portals harvest it")
    counts = outcome.manifest.counts
    issues = sum(outcome.manifest.issues.values())
    _say(
        f"{store}: {counts['triples']:,} triples, {counts['agreement_versions']:,} agreement versions, "
        f"{counts['page_listings']:,} page listings, {issues:,} issues (releasegraph stats --store {store})"
    )
    if outcome.findings is not None:
        _say(f"validation: {told(outcome.findings)} (releasegraph validate --store {store})")


@app.command(
    epilog=_example("releasegraph validate --store store   or   releasegraph validate data.ttl --shapes s.ttl")
)
def validate(
    sources: Annotated[
        list[Path] | None, typer.Argument(metavar="[SOURCE...]", help="Sources of a register, or RDF files.")
    ] = None,
    store: Annotated[Path | None, typer.Option("--store", metavar="DIR", help="Validate a store's graph.")] = None,
    shapes: Annotated[
        list[Path] | None, typer.Option("--shapes", metavar="FILE", help="Default: the shipped shapes.")
    ] = None,
    form: Annotated[ReportFormat, typer.Option("--format", help="How the report is written.")] = ReportFormat.TEXT,
    output: OutputOption = None,
    engine: Annotated[Engine, typer.Option(help="The SHACL engine.")] = Engine.BUILTIN,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="The least severity that makes the exit code 1.")
    ] = FailOn.VIOLATION,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE", help="Known findings, which pass; the new ones count.")
    ] = None,
    accept: Annotated[
        Path | None,
        typer.Option("--write-baseline", metavar="FILE", help="Accept what is found now: write it, and pass."),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="FORMAT=FILE", help="Write the report in a further format, to a file."),
    ] = None,
) -> None:
    """Validate sources, a store or RDF files against SHACL shapes; exit code 1 where they do not conform."""
    if bool(sources) == bool(store):
        raise typer.BadParameter("give either sources or --store", param_hint="SOURCE")
    reports = [(form, output), *map(_further_report, also or [])]
    known = None if baseline is None else read_baseline(baseline)
    with _progress_bar() as progress:
        report, base = validate_sources(sources or [], store, shapes, engine, progress)
    judgement = judge(report, fail_on, base, known, SpotFinder(sources or [path for path in [store] if path]))
    for one, file in reports:
        with opened(file, sys.stdout.buffer, compressed=False) as out:
            out.write(write_report(one, judgement))
    if accept is not None:
        write_baseline(accept, report.findings)
    elif not judgement.passes:
        raise typer.Exit(1)


def _further_report(option: str) -> tuple[ReportFormat, Path]:
    name, _, file = option.partition("=")
    if name not in set(ReportFormat) or not file:
        expected = f"FORMAT=FILE, its format one of {', '.join(ReportFormat)}"
        raise typer.BadParameter(f"{option!r} is not {expected}", param_hint="--also")
    return ReportFormat(name), Path(file)


@app.command(epilog=_example("releasegraph serve --store store --port 8000"))
def serve(
    store: StoreOption,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
    root_path: Annotated[str, typer.Option(help="The path a proxy serves this under, such as /register.")] = "",
) -> None:
    """Serve the graph: pages, SPARQL at /sparql, JSON-LD and other RDF."""
    from releasegraph.api.serving import serve as serve_store  # half a second, which other commands need not wait

    serve_store(store, host, port, workers=workers, root_path=root_path)


@app.command(epilog=_example("releasegraph publish site --store store"))
def publish(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The site's folder: empty, or published before.")],
    store: StoreOption,
    processes: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes that make pages. Default: one for each core.")
    ] = None,
) -> None:
    """Publish the site as static files for any web host; a further run makes only what has changed."""
    from releasegraph.api.publishing.publish import publish as publish_site  # as for `serve`

    with _progress_bar() as progress:
        done = publish_site(store, folder, processes=processes, progress=progress)
    for notice in done.notices:
        _say(notice)
    for path in done.left_out:
        _say(f"/{path}: left out, its name is none that every disk takes")
    _say(
        f"{folder}: {done.files:,} files; {done.made:,} of {done.units:,} parts made, {done.removed:,} files removed. "
        "Without a server there is no SPARQL endpoint: its page says how to ask the graph elsewhere"
    )


@app.command(epilog=_example('releasegraph query --store store "SELECT ?b WHERE { ?b a rg:Organisation } LIMIT 5"'))
def query(
    store: StoreOption,
    text: Annotated[str | None, typer.Argument(metavar="QUERY", help="SPARQL 1.1; our prefixes are known.")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="F", help="A file that holds the query.")] = None,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            parser=_one_of(QUERY_FORMATS),
            metavar="|".join(QUERY_FORMATS),
            help="How the answer is written.",
        ),
    ] = "table",
    output: OutputOption = None,
) -> None:
    """Answer a SPARQL query."""
    if (text is None) == (file is None):
        raise typer.BadParameter("give either a query or --file", param_hint="QUERY")
    words = text if text is not None else _read(file)
    opened_store = open_store(store)
    answer = opened_store.store.query(words, prefixes=PREFIXES)
    if form == "table" and isinstance(answer, Solutions) and output is None:
        print_solutions(answer, opened_store.base, sys.stdout)
        return
    chosen = _answer_format(answer, form)
    with opened(output, sys.stdout.buffer, compressed=False) as out:
        if isinstance(answer, Solutions | Boolean):
            answer.write(out, chosen)
        else:
            answer.write(out, chosen, PREFIXES)


@app.command(epilog=_example("releasegraph export --store store --format nquads --gzip --output register.nq.gz"))
def export(
    store: StoreOption,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            parser=_one_of(EXPORT_FORMATS),
            metavar="|".join(EXPORT_FORMATS),
            help="csv: tables; source: the pages' text, rebuilt.",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE|DIR", help="Default: standard output.")
    ] = None,
    compressed: Annotated[bool, typer.Option("--gzip", help="Compress each file.")] = False,
) -> None:
    """Export the graph as RDF, as tables, or as the sources it was built from."""
    opened_store = open_store(store)
    if form == "source":
        if compressed:
            raise typer.BadParameter("sources are written as they were", param_hint="--gzip")
        export_sources(opened_store.store, output, sys.stdout.buffer)
    elif form == "csv":
        if output is None:
            raise typer.BadParameter("tables need a folder", param_hint="--output")
        export_tables(opened_store.store, format_named("csv"), output, compressed=compressed)
    else:
        dump = dump_of(opened_store.generation, form)
        with opened(output, sys.stdout.buffer, compressed=compressed and dump is None) as out:
            if dump is not None:
                copy_dump(dump, out, packed=compressed)
            else:
                export_graph(opened_store.store, opened_store.base, format_named(form), out)


@app.command(epilog=_example("releasegraph stats --store store --format json"))
def stats(
    store: StoreOption,
    form: Annotated[StatsFormat, typer.Option("--format", help="For people or for programs.")] = StatsFormat.TEXT,
) -> None:
    """Say what a store holds, from which editions, and which issues were met."""
    manifest = open_store(store).manifest
    if form is StatsFormat.JSON:
        sys.stdout.write(json.dumps(counts_json(manifest), indent=1) + "\n")
    else:
        print_statistics(manifest, sys.stdout)


def _read(file: Path | None) -> str:
    assert file is not None
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"{file}: not UTF-8 text ({error.reason} at byte {error.start})") from None


def _answer_format(answer: Answer, name: str) -> Format:
    """Give the format an answer is written in; raise QueryError where it cannot hold the answer."""
    is_table = isinstance(answer, Solutions | Boolean)
    if name == "table":
        return format_named("tsv" if is_table else "turtle")
    chosen = format_named(name)
    if (Kind.SOLUTIONS in chosen.kinds) == is_table:
        return chosen
    offered = ", ".join(form.name for form in FORMATS if (Kind.SOLUTIONS in form.kinds) == is_table)
    raise QueryError(f"{name} cannot hold the answer of this kind of query; expected one of {offered}")


# the error of wrong usage, whose class typer does not export
_UsageError: type[Any] = typer.BadParameter.__mro__[1]


class _progress_bar:  # noqa: N801
    """A bar on standard error where that is a terminal; nothing in a pipe."""

    def __enter__(self) -> Progress:
        self._bar = bars.Progress(
            bars.TextColumn("{task.description}"),
            bars.BarColumn(),
            bars.TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._bar.start()
        task = self._bar.add_task("Starting", total=None)

        def progress(doing: str, done: int, total: int) -> None:
            self._bar.update(task, description=doing, completed=done, total=total if total > 1 else None)

        return progress

    def __exit__(self, *_: Any) -> None:
        self._bar.stop()


def _say(line: str) -> None:
    """Write one line to standard error: line ends inside it, as a file's name may hold, become spaces."""
    sys.stderr.write(" ".join(line.splitlines()) + "\n")


def main() -> None:
    """Run the command line; the one place where errors become exit codes."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        sys.exit(app(sys.argv[1:] or ["--help"], prog_name="releasegraph", standalone_mode=False))
    except ReleasegraphError as error:
        _say(f"releasegraph: {error}" if isinstance(error, IssuesFoundError | QueryError) else str(error))
        sys.exit(1 if isinstance(error, IssuesFoundError) else 2)
    except _UsageError as error:
        command = error.ctx.command_path if error.ctx else "releasegraph"
        _say(f"{command}: {error.format_message()} ({command} --help says more)")
        sys.exit(2)
    except OSError as error:
        _say(f"{error.filename or 'releasegraph'}: {error.strerror or error}")
        sys.exit(2)
    except SystemExit as leaving:
        # typer leaves with 1 where the reader of our output has gone, which is no failure of ours
        sys.exit(0 if isinstance(leaving.__context__, BrokenPipeError) else leaving.code)
