"""A report as N-Triples of our own writing: a SHACL validation report, its results led back to their sources.

No blank nodes of ours: the report is `{base}graph/validation`, a result `{base}validation#result-…` after its
fingerprint, so that it has the same name in the next report (SHACL, section 3.6).
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from releasegraph.graph.identifiers import Identifiers
from releasegraph.graph.triples.lines import A, boolean, integer, iri, predicate, state, text
from releasegraph.graph.validating.path_texts import path_lines, read_path_text
from releasegraph.graph.validating.places import Place
from releasegraph.graph.validating.report import SEVERITIES, Finding, Report
from releasegraph.graph.vocabulary import PREFIXES, RG, XSD

__all__ = ["finding_lines", "head_lines", "in_graph", "report_lines", "result_names"]

_SH = PREFIXES["sh"]
_SUBJECT = PREFIXES["dct"] + "subject"
_END = " .\n"


def report_lines(report: Report, base: str) -> Iterator[str]:
    """Write a report: the lines of one node at a time, each line once."""
    yield from head_lines(base, conforms=report.conforms)
    names = result_names(report.findings, base)
    yield from finding_lines(zip(names, report.findings, strict=True), base)


def result_names(findings: Iterable[Finding], base: str) -> list[str]:
    """Name results after their findings; where several have one fingerprint, by number in their order."""
    seen: Counter[str] = Counter()
    names = []
    for finding in findings:
        name = finding.fingerprint
        seen[name] += 1
        names.append(f"{base}validation#result-{name}" + (f"-{seen[name]}" if seen[name] > 1 else ""))
    return names


def head_lines(base: str, *, conforms: bool) -> Iterator[str]:
    """Write a report's own node, all but its results."""
    facts = ((A, iri(f"{_SH}ValidationReport")), (predicate(f"{_SH}conforms"), boolean(conforms)))
    yield state(_report(base), facts, _END)


def finding_lines(named: Iterable[tuple[str, Finding]], base: str) -> Iterator[str]:
    """Write results under their names, as results of the report, and the records and paths they speak of once each."""
    report, seen = _report(base), set[str]()
    for name, finding in named:
        node = iri(name)
        yield from _path_lines(finding, base, seen)
        yield f"{report} <{_SH}result> {node}{_END}"
        yield state(node, _facts(finding, base), _END)
        for place in finding.places:
            yield from _place_lines(place, seen)


def in_graph(lines: Iterable[str], graph: str) -> Iterator[str]:
    """Give lines of N-Triples as N-Quads of a named graph: a line ends nowhere else, as texts have no bare breaks."""
    end = f" <{graph}> .\n"
    for run in lines:
        yield run.replace(_END, end)


def _report(base: str) -> str:
    return iri(Identifiers(base).graph("validation"))


def _facts(finding: Finding, base: str) -> Iterator[tuple[str, str]]:
    severity = finding.severity
    yield A, iri(f"{_SH}ValidationResult")
    yield predicate(f"{_SH}resultSeverity"), iri(_SH + severity if severity in SEVERITIES else severity)
    yield predicate(f"{_SH}focusNode"), _term(finding.focus_node, finding.focus_datatype)
    if finding.path is not None:
        yield predicate(f"{_SH}resultPath"), path_lines(read_path_text(finding.path), base)[0]
    if finding.value is not None:
        yield predicate(f"{_SH}value"), _term(finding.value, finding.datatype)
    if finding.component:
        yield predicate(f"{_SH}sourceConstraintComponent"), iri(finding.component)
    if finding.rule.iri:
        yield predicate(f"{_SH}sourceShape"), iri(finding.rule.iri)
    yield predicate(f"{_SH}resultMessage"), text(finding.message)
    if finding.printed is not None:
        yield predicate(RG.printedValue), text(finding.printed)
    if finding.expected:
        yield predicate(RG.expected), text(finding.expected)
    for body in finding.bodies:
        yield predicate(_SUBJECT), iri(body.iri)
    for column in dict.fromkeys(place.column for place in finding.places):
        if column is not None:
            yield predicate(RG.column), text(column)
    for record in dict.fromkeys(place.record for place in finding.places):
        if record is not None:
            yield predicate(RG.recordedIn), iri(record)


def _path_lines(finding: Finding, base: str, seen: set[str]) -> Iterator[str]:
    if finding.path is not None and finding.path[0] in "^(" and finding.path not in seen:
        seen.add(finding.path)
        for line in path_lines(read_path_text(finding.path), base)[1]:
            if line not in seen:
                seen.add(line)
                yield line


def _place_lines(place: Place, seen: set[str]) -> Iterator[str]:
    """Say where a record is, so that a report is whole without the graph it is of."""
    if place.record is not None and place.record not in seen:
        seen.add(place.record)
        said = (
            (RG.inEdition, place.edition and iri(place.edition)),
            (RG.sheet, place.sheet and text(place.sheet)),
            (RG.row, _integer(place.row)),
            (RG.firstLine, _integer(place.first_line)),
            (RG.lastLine, _integer(place.last_line)),
        )
        yield state(iri(place.record), ((predicate(by), term) for by, term in said if term), _END)
    if place.edition is not None and place.edition not in seen:
        seen.add(place.edition)
        yield f"{iri(place.edition)}{predicate(RG.sourceFile)}{text(place.file)}{_END}"


def _integer(number: int | None) -> str | None:
    return None if number is None else integer(number)


def _term(said: str, datatype: str) -> str:
    """Give a node as N-Triples writes it: a literal by its datatype or language, another by its form."""
    if datatype.startswith("@"):
        return f"{text(said)}{datatype}"
    if datatype:
        return text(said) if datatype == XSD.string else f"{text(said)}^^{iri(datatype)}"
    return said if said.startswith("_:") else iri(said)
