"""A version while it is being made, and the count of traps wanted and laid."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from .model import Cell
from .names import Body

__all__ = ["PLAIN_BASE", "Draft", "Traps", "other_reference", "reference"]

PLAIN_BASE = re.compile(r"DARS-NIC-\d+-[A-Z0-9]+")


@dataclass(slots=True)
class Traps:
    """How often each trap is wanted at this scale, and what has been laid."""

    scale: float
    laid: Counter[str] = field(default_factory=Counter)
    issues: Counter[tuple[str, str]] = field(default_factory=Counter)

    def quota(self, at_full_scale: int) -> int:
        """Give a trap's number here: five or more at full scale, one or more at any."""
        return max(5 if self.scale >= 1 else 1, round(at_full_scale * self.scale))


@dataclass(slots=True)
class Draft:
    """A version while it is being made: what is true, and the cells that will say it."""

    base: str
    number: str
    dars: bool
    """Whether `Agreements` prints the reference with `DARS-`."""
    body: Body
    title: str
    listed: bool = True
    body_cell: str = ""
    controllers: tuple[Body, ...] = ()
    controllers_cell: str | None = None
    start: date | None = None
    end: date | None = None
    start_cell: Cell = None
    end_cell: Cell = None
    sublicensing: str | None = "No"
    commercial: str | None = "No"
    texts: list[str | None] = field(default_factory=list)
    environment: str | None = None

    @property
    def order(self) -> tuple[int, ...]:
        return () if self.number == "unnumbered" else tuple(map(int, self.number.split(".")))


def reference(version: Draft, dars: bool) -> str:
    """Print the version's reference, with or without `DARS-`."""
    stem = version.base if dars else version.base.removeprefix("DARS-")
    return stem if version.number == "unnumbered" else f"{stem}-v{version.number}"


def other_reference(rng: random.Random, version: Draft, share: float) -> str:
    """Print the version's reference on another sheet: a `share` of rows has `DARS-` the other way.

    A reference not of the register's form keeps `DARS-`: nothing tells that the text without it means the same.
    """
    flips = rng.random() < share and PLAIN_BASE.fullmatch(version.base)
    return reference(version, not version.dars if flips else version.dars)
