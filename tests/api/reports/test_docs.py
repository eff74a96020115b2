"""docs/validation.md tells every format, input and hook there is."""

import re
from pathlib import Path

import yaml

from releasegraph.api.reports.writers import ReportFormat

PROJECT = Path(__file__).resolve().parents[3]
DOCUMENT = (PROJECT / "docs/validation.md").read_text("utf-8")


def told(heading: str) -> list[str]:
    """Give what the first column of the first table under a heading names."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?:^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE)


def test_every_format_is_told() -> None:
    assert sorted(told("Formats")) == sorted(ReportFormat)


def test_every_input_of_the_action_is_told() -> None:
    action = yaml.safe_load((PROJECT / "action.yml").read_text("utf-8"))
    assert told("In CI") == list(action["inputs"])
    assert [name for name in action["outputs"] if f"`{name}`" not in DOCUMENT] == []


def test_the_hooks_told_are_those_there_are() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    ((repository),) = yaml.safe_load(example)["repos"]
    assert [hook["id"] for hook in repository["hooks"]] == [hook["id"] for hook in hooks]
