"""A baseline of one edition holds for the next: rows in another order, one cell mended, one spoilt."""

import csv
import shutil
from pathlib import Path

import pytest

from releasegraph.api.reports.baseline import read_baseline, write_baseline
from releasegraph.api.reports.judgement import Judgement, judge
from releasegraph.api.validating import Engine, validate_sources

EDITION = Path(__file__).resolve().parents[3] / "examples/sources/datausesregister_september2026"
WRONG = "DARS-NIC-990104-K7L8M-v1.1"
"""The version whose term ends before it begins."""
SPOILT = "DARS-NIC-990102-D3E4F-v2.0"
"""A version whose term is well in the edition that the baseline is of."""


def validated(edition: Path, known: Path) -> Judgement:
    report, base = validate_sources([edition], None, None, Engine.BUILTIN, lambda *_: None)
    if not known.exists():
        write_baseline(known, report.findings)
    return judge(report, "warning", base, read_baseline(known))


@pytest.fixture
def next_edition(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EDITION, tmp_path / "datausesregister_october2026"))


def rewrite(file: Path, start: str, end: str) -> None:
    """Turn the rows of a sheet around, mend the term that ends before it begins, and spoil another."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        header, *rows = csv.reader(text)
    first, last = header.index(start), header.index(end)
    for row in rows:
        if row[0] in (WRONG, SPOILT):
            row[first], row[last] = row[last], row[first]
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([header, *reversed(rows)])


def test_only_what_is_new_fails(tmp_path: Path, next_edition: Path) -> None:
    known = tmp_path / "known.jsonl"
    first = validated(EDITION, known)
    assert len(first.known) > 20
    assert (first.new, first.cured) == ((), ())
    rewrite(next_edition / "Agreements.csv", "DSA Start Date", "DSA End Date")
    second = validated(next_edition, known)
    assert not second.passes
    reversed_terms = [one.finding for one in second.new if one.finding.rule.iri.endswith("#reversed-term")]
    assert len(reversed_terms) == 1
    assert reversed_terms[0].edition == "2026-10"
    assert [one.name for one in second.cured].count("Term that ends before it begins") == 1
    others = {one.finding.rule.name for one in second.known}
    assert "Section 251 support, opt-outs not applied" in others
    assert len(second.known) > 20
