"""Generate a register-sized workbook: `python tests/benchmarks/generate.py OUT.xlsx --scale 1.0 --seed 7`."""

import argparse
import dataclasses
import json
from pathlib import Path

from generator.model import Expected, Planned
from generator.plan import DEFAULT_SEED, plan
from generator.xlsx import write_workbook

__all__ = ["generate", "main", "write"]


def generate(path: Path, *, scale: float = 1.0, seed: int = DEFAULT_SEED, inline: bool = False) -> Expected:
    """Write the workbook to `path`, the expected counts beside it as `{stem}.expected.json`, and return them."""
    planned = plan(scale=scale, seed=seed)
    write(path, planned, inline=inline)
    return planned.expected


def write(path: Path, planned: Planned, *, inline: bool = False) -> None:
    """Write a planned workbook and its expected counts."""
    write_workbook(path, planned.sheets, inline=inline)
    counts = json.dumps(dataclasses.asdict(planned.expected), indent=2, ensure_ascii=False)
    path.with_suffix(".expected.json").write_text(counts + "\n", encoding="utf-8")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="a name like datausesregister_september2026.xlsx")
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is the size of the real register")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--inline", action="store_true", help="keep text in the cells, not in shared strings")
    given = parser.parse_args()
    expected = generate(given.out, scale=given.scale, seed=given.seed, inline=given.inline)
    print(json.dumps(dataclasses.asdict(expected), indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
