"""A report as JSON: every finding with all that is known of it."""

from collections.abc import Mapping
from dataclasses import asdict

from releasegraph.api.reports.json_text import array, json_object, value
from releasegraph.api.reports.judgement import Judged, Judgement

__all__ = ["report_json"]


def report_json(judgement: Judgement) -> str:
    """Write `{conforms, passes, failOn, results, cured}`; `conforms` is SHACL's: no result of any severity."""
    members = {
        "conforms": value(judgement.report.conforms),
        "passes": value(judgement.passes),
        "failOn": value(judgement.fail_on),
        "results": array(_result(one, judgement) for one in judgement.judged),
        "cured": array(asdict(one) for one in judgement.cured),
    }
    return json_object(members) + "\n"


def _result(one: Judged, judgement: Judgement) -> Mapping[str, object]:
    return {
        **asdict(one.finding),
        "fingerprint": one.finding.fingerprint,
        "identity": one.identity,
        "files": [asdict(spot) for spot in judgement.spots(one)],
        "known": one.known,
    }
