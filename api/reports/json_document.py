"""A report as JSON: every finding with all that is known of it."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from releasegraph.api.reports.judgement import Judged, Judgement

__all__ = ["report_json"]


def report_json(judgement: Judgement) -> str:
    """Write `{conforms, passes, failOn, results, cured}`; `conforms` is SHACL's: no result of any severity."""
    said = {
        "conforms": judgement.report.conforms,
        "passes": judgement.passes,
        "failOn": judgement.fail_on,
        "results": [_result(one, judgement) for one in judgement.judged],
        "cured": [asdict(one) for one in judgement.cured],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _result(one: Judged, judgement: Judgement) -> Mapping[str, object]:
    return {
        **asdict(one.finding),
        "fingerprint": one.finding.fingerprint,
        "identity": one.identity,
        "files": [asdict(spot) for spot in judgement.spots(one)],
        "known": one.known,
    }
