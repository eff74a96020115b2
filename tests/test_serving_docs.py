"""What docs/serving.md says of the settings is what they are."""

import re
from pathlib import Path

from releasegraph.api.settings import Settings

TABLE = (Path(__file__).resolve().parent.parent / "docs" / "serving.md").read_text(encoding="utf-8")
LINES = re.findall(r"^\| `RELEASEGRAPH_(\w+)` \| (.*?) \|", TABLE, re.MULTILINE)


def test_every_setting_is_told() -> None:
    assert sorted(name.lower() for name, _ in LINES) == sorted(Settings.model_fields)


def test_numbers_told_are_the_defaults() -> None:
    told = {name.lower(): float(printed) for name, printed in LINES if re.fullmatch(r"[\d.]+", printed)}
    fields = Settings.model_fields
    assert told == {name: float(fields[name].default) for name in told}
    assert len(told) > 12
