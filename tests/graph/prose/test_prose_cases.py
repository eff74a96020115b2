"""Each folder of tests/cases/prose holds a narrative and what must be found in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from releasegraph.graph.prose.reading import Prose, read_prose

CASES = sorted((Path(__file__).parents[2] / "cases" / "prose").iterdir())


def summary(text: str, prose: Prose) -> dict[str, Any]:
    """Give what a reader would check: words for places, and lists in the order of the text."""
    words = {quotation.offset: quotation.target for quotation in prose.quotations}
    return {
        "headings": [
            [heading.text, len(text[heading.offset : heading.end].splitlines())] for heading in prose.headings
        ],
        "quotations": [
            [
                quotation.target,
                quotation.heading,
                quotation.text,
                None if quotation.parent is None else words[quotation.parent],
                quotation.ordinal,
            ]
            for quotation in prose.quotations
        ],
        "conditions": [[condition.number, condition.text] for condition in prose.conditions],
        "retention": [[rule.period, rule.destroy_within, rule.text] for rule in prose.retention],
        "predecessors": [list(found.names) for found in prose.predecessors],
        "processors": [processor.name for processor in prose.processors],
        "citations": [[found.text, found.target, str(found.role)] for found in prose.citations],
        "problems": [
            [text[offset:].splitlines()[0], problem.kind, problem.expected] for offset, problem in prose.problems
        ],
    }


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_case(case: Path, line_end: str) -> None:
    text = (case / "source.txt").read_text(encoding="utf-8").replace("\n", line_end)
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(summary(text, read_prose(text))).replace("\\r\\n", "\\n"))
    assert {kind: values for kind, values in found.items() if values} == expected
