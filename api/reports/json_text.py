"""JSON that people can read and compare: a member a line, and of a long array an element a line."""

import json
from collections.abc import Iterable, Mapping

__all__ = ["array", "json_object", "value"]


def value(anything: object) -> str:
    """Write a value in one line."""
    return json.dumps(anything, ensure_ascii=False)


def array(values: Iterable[object]) -> str:
    """Write an array, an element a line."""
    lines = ",\n".join(map(value, values))
    return f"[\n{lines}\n]" if lines else "[]"


def json_object(members: Mapping[str, str]) -> str:
    """Write an object whose members are JSON already, a member a line."""
    return "{\n" + ",\n".join(f"{value(name)}: {text}" for name, text in members.items()) + "\n}"
