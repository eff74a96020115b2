"""Legal bases as the register prints them, each with the provisions it names."""

import random
from dataclasses import dataclass

__all__ = ["BASES", "Basis", "draw_basis"]

HSCA, NHSA, SRSA, COPI = "ukpga/2012/7", "ukpga/2006/41", "ukpga/2007/18", "uksi/2002/1438"


@dataclass(frozen=True, slots=True)
class Basis:
    """A printed basis (`{d}` stands for a hyphen or an en dash), the paths it names, and how common it is."""

    text: str
    law: tuple[str, ...]
    weight: int
    joins: bool = True
    """Whether it may stand in a list with others."""


BASES = (
    Basis(
        "Health and Social Care Act 2012 {d} s261(1) and s261(2)(b)(ii)",
        (f"{HSCA}/section/261/1", f"{HSCA}/section/261/2/b/ii"),
        300,
    ),
    Basis("Health and Social Care Act 2012 {d} s261(2)(a)", (f"{HSCA}/section/261/2/a",), 60),
    Basis("Health and Social Care Act 2012 s261(2)(a)", (f"{HSCA}/section/261/2/a",), 20),
    Basis("Health and Social Care Act 2012 {d} s261(5)(d)", (f"{HSCA}/section/261/5/d",), 90),
    Basis("Health and Social Care Act 2012 {d} s261(2)(b)(ii)", (f"{HSCA}/section/261/2/b/ii",), 120),
    Basis("Health and Social Care Act 2012 {d} s261(2)(c)", (f"{HSCA}/section/261/2/c",), 70),
    Basis("Health and Social Care Act 2012 {d} s261(7)", (f"{HSCA}/section/261/7",), 90),
    Basis("Health & Social Care Act 2012 {d} s.261 (2) (b) (ii)", (f"{HSCA}/section/261/2/b/ii",), 8),
    Basis("s.261(1) & (4) HSCA 2012", (f"{HSCA}/section/261/1", f"{HSCA}/section/261/4"), 5, False),
    Basis("s251B Health and Social Care Act 2012", (f"{HSCA}/section/251B",), 5),
    Basis(
        "Health and Social Care Act 2012 {d} s261 {d} 'Other dissemination of information'",
        (f"{HSCA}/section/261",),
        25,
    ),
    Basis("Health and Social Care Act 2012", (HSCA,), 25),
    Basis(
        "Health and Social Care Act 2012 {d} s261(7); National Health Service Act 2006 {d} s251 {d} 'Control of "
        "patient information'.",
        (f"{HSCA}/section/261/7", f"{NHSA}/section/251"),
        60,
        False,
    ),
    Basis(
        "National Health Service Act 2006 {d} s251 {d} 'Control of patient information'.",
        (f"{NHSA}/section/251",),
        25,
        False,
    ),
    Basis("Section 13Z3 of the NHS Act 2006", (f"{NHSA}/section/13Z3",), 4),
    Basis(
        "CV19: Regulation 3 (4) of the Health Service (Control of Patient Information) Regulations 2002",
        (f"{COPI}/regulation/3/4",),
        25,
    ),
    Basis("COVID-19 notice under the COPI Regulations", (COPI,), 6, False),
    Basis(
        "Section 42(4) of the Statistics and Registration Service Act (2007) as amended by section 287 of the "
        "Health and Social Care Act (2012)",
        (f"{SRSA}/section/42/4",),
        50,
    ),
    Basis(
        "Section 42(4) of the Statistics and Registration Service Act 2007, as amended by section 287 of the "
        "Health and Social Care Act 2012",
        (f"{SRSA}/section/42/4",),
        8,
        False,
    ),
    Basis(
        "Other-Section 45C of the Statistics and Registration Services Act (SRSA 2007) as amended by the "
        "Digital Economy Act (2017)",
        (f"{SRSA}/section/45C",),
        6,
        False,
    ),
    Basis(
        "section 45(c) of the Statistics and Registration Service Act (SRSA) 2007", (f"{SRSA}/section/45C",), 4, False
    ),
    Basis("paragraph 8(1) of Schedule 7 to the Care Act 2014", ("ukpga/2014/23/schedule/7/paragraph/8/1",), 4),
    Basis("Informed Patient consent to permit the receipt, processing and release of data by the HSCIC", (), 40, False),
    Basis("Other-NHS Regulatons (3)", (), 4, False),
    Basis("Section 9 of the Health and Social Care Act", (), 4, False),
)


def draw_basis(rng: random.Random) -> tuple[str, tuple[str, ...]]:
    """Draw a printed legal basis and the paths it names, in order, each once; one in twelve is a list."""
    first = rng.choices(BASES, WEIGHTS)[0]
    dash = "–" if rng.random() < 0.4 else "-"
    if not first.joins or rng.random() > 0.083:
        return first.text.format(d=dash), first.law
    others = [basis for basis in JOINING if basis is not first]
    listed = [first, *rng.sample(others, rng.choice((1, 1, 2)))]
    text = rng.choice(("; ", ";", ", ", "; ")).join(basis.text.format(d=dash) for basis in listed)
    return text, tuple(dict.fromkeys(path for basis in listed for path in basis.law))


WEIGHTS = [basis.weight for basis in BASES]
JOINING = [basis for basis in BASES if basis.joins]
