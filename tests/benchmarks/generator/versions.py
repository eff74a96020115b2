"""The `Agreements` sheet: agreements, their versions and terms, who applies, who controls, and the prose."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from .drafts import PLAIN_BASE, Draft, Traps, reference
from .model import Cell
from .names import RESPELLINGS, Body, respell
from .narratives import write_prose

__all__ = ["AGREEMENTS_HEADER", "agreement_cells", "draft_versions"]

EXTRA_COLUMN = "Access Environment"
AGREEMENTS_HEADER = (
    "Reference Number",
    "Application Title",
    "Applicant Organisation",
    "Applicant Organisation Type",
    "Data Controller(s)",
    "Sole/Joint Data Controller",
    "DSA Start Date",
    "DSA End Date",
    "Does Sublicensing Apply",
    "For Commercial Purposes",
    "Objective for Processing",
    "Processing Activities",
    "Expected Output",
    "Expected Measurable Benefits",
    "Yielded Benefits",
    EXTRA_COLUMN,
)
DATE_FORMS = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y")
BAD_DATES = ("TBC", "31/02/2021", "2021-13-45", "on approval", "00/00/0000", "to be confirmed", "Q3")
LETTERS, DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
NEWEST = date(2026, 6, 1)


def draft_versions(
    rng: random.Random, bodies: list[Body], agreements: int, versions: int, traps: Traps, spellings: dict[str, str]
) -> list[Draft]:
    """Draft every listed version, in the sheet's order, with its traps laid; each spelling used joins `spellings`."""
    drafts = number_versions(rng, bodies, agreements, versions, traps)
    for draft in drafts:
        draft.start_cell, draft.end_cell = draft.start, draft.end
    lay_names(rng, drafts, bodies, traps, spellings)
    lay_dates(rng, drafts, traps)
    write_prose(rng, drafts, traps)
    return drafts


def number_versions(
    rng: random.Random, bodies: list[Body], agreements: int, versions: int, traps: Traps
) -> list[Draft]:
    """Draft the agreements with their numbers and terms."""
    counts = [1] * agreements
    single = traps.quota(60)
    numbered = range(single, agreements)
    tens = set(range(single, single + traps.quota(12)))
    for index in tens:
        counts[index] = 3
    weights = [rng.paretovariate(1.6) for _ in numbered]
    for index in rng.choices(numbered, weights, k=versions - sum(counts)):
        counts[index] += 1
    places = list(range(agreements))
    rng.shuffle(places)
    applicants = [body for body in bodies if body.applies]
    popular = [rng.paretovariate(1.1) for _ in applicants]
    bases = list(agreement_bases(rng, agreements, traps.quota(6)))
    drafts: list[Draft] = []
    for turn, index in enumerate(places):
        body = applicants[turn] if turn < len(applicants) else rng.choices(applicants, popular)[0]
        title = draw_title(rng)
        dars = rng.random() > 0.14 or not PLAIN_BASE.fullmatch(bases[turn])
        commercial = rng.choices(("No", "Yes", None), (84, 13, 3))[0]
        terms = draw_terms(rng, counts[index])
        names = ["unnumbered"] if index < single else draw_numbers(rng, counts[index], index in tens)
        for name, (start, end) in zip(names, terms, strict=True):
            drafts.append(
                Draft(
                    bases[turn],
                    name,
                    dars,
                    body,
                    title if rng.random() > 0.06 else draw_title(rng),
                    start=start,
                    end=end,
                    commercial=commercial,
                    sublicensing=rng.choices(("No", "Yes", None), (86, 7, 7))[0],
                    environment=rng.choice((None, None, "SDE", "Extract", "Both")),
                )
            )
    traps.laid["reference-without-version"] += single
    traps.laid["version-4.10-after-4.9"] += len(tens)
    traps.laid["reference-without-dars"] += sum(not draft.dars for draft in drafts)
    return drafts


def agreement_bases(rng: random.Random, count: int, odd: int) -> Iterator[str]:
    """Yield different base references, `odd` of them with characters no IRI may hold."""
    seen: set[str] = set()
    forms = (
        "DARS-NIC-{n}-A B<{s}",
        "DARS-NIC-{n}|9-{s}",
        'DARS-NIC-{n}-"{s}"',
        "DARS-NIC-{n}-{{{s}}}",
        "DARS-NIC-{n}^{s}",
        "DARS-NIC-{n}-%{s}é",
    )
    while len(seen) < count:
        number = rng.randint(1_000, 799_999)
        sign = "".join(map(rng.choice, (LETTERS, DIGITS, LETTERS, DIGITS, LETTERS)))
        base = f"DARS-NIC-{number:05d}-{sign}"
        if base in seen:
            continue
        if len(seen) < odd:
            base = forms[len(seen) % len(forms)].format(n=number, s=sign)
        seen.add(base)
        yield base


def draw_numbers(rng: random.Random, count: int, tens: bool) -> list[str]:
    """Draw rising version numbers; with `tens`, 4.9 and 4.10 among them."""
    if tens:
        return ["4.8", "4.9", "4.10", "4.11", *(f"5.{n}" for n in range(count))][:count]
    major, minor = rng.choice((1, 1, 1, 2, 3)), rng.choice((0, 1, 2, 3))
    numbers: list[str] = []
    for _ in range(count):
        numbers.append(f"{major}.{minor}")
        major, minor = (
            (major + 1, rng.choice((0, 2))) if rng.random() < 0.45 else (major, minor + rng.choice((1, 1, 2)))
        )
    return numbers


def draw_terms(rng: random.Random, count: int) -> list[tuple[date, date]]:
    """Draw terms one after another: renewed the day after, amended within, or after a gap."""
    start = date(2012, 4, 1) + timedelta(days=rng.randint(0, 4_900 if count == 1 else 3_600))
    terms: list[tuple[date, date]] = []
    for _ in range(count):
        start = min(start, NEWEST - timedelta(days=rng.randint(0, 60)))
        end = start + timedelta(days=rng.choice((364, 364, 729, 1094, 1094, 180)) + rng.choice((0, 0, 0, 11, 30)))
        terms.append((start, end))
        fate = rng.random()
        if fate < 0.45:
            start = end + timedelta(days=1)
        elif fate < 0.82:
            start = start + timedelta(days=rng.randint(20, 170))
        else:
            start = end + timedelta(days=rng.randint(2, 240))
    return terms


def draw_title(rng: random.Random) -> str:
    """Draw an application's title."""
    subject = rng.choice(
        (
            "Renal",
            "Stroke",
            "Falls",
            "Maternity",
            "Frailty",
            "Trauma",
            "Winter",
            "Dental",
            "Cancer",
            "Asthma",
            "Sepsis",
            "Imaging",
        )
    )
    form = rng.choice(
        (
            "{} outcomes study",
            "{} audit, year {n}",
            "Commissioning data: {}",
            "{} pathway evaluation",
            "Linkage of {} records (phase {n})",
            "{} service review",
        )
    )
    return form.format(subject, n=rng.randint(1, 9))


def lay_names(
    rng: random.Random, drafts: list[Draft], bodies: list[Body], traps: Traps, spellings: dict[str, str]
) -> None:
    """Print applicants and controllers, respelt here and there."""
    applicants = [body for body in bodies if body.applies]
    # Bodies that only control get versions of their own first, so that each is in the workbook.
    only = iter([body for body in bodies if not body.applies])
    seen: set[str] = set()
    later: list[Draft] = []
    for draft in drafts:
        draft.body_cell = draft.body.name
        (later.append(draft) if draft.body.name in seen else seen.add(draft.body.name))
    respell_applicants(rng, later, traps)
    previous: tuple[Body, ...] = ()
    base = ""
    quoted = iter(rng.sample(range(len(drafts)), k=min(len(drafts), sum(not body.applies for body in bodies))))
    takers = dict(zip(quoted, only, strict=False))
    for index, draft in enumerate(drafts):
        if draft.base != base or rng.random() < 0.12:
            extra = rng.sample(applicants, rng.choices((0, 1, 2, 3, 7), (70, 14, 8, 5, 3))[0])
            previous = tuple(dict.fromkeys((draft.body, *extra)))
        base = draft.base
        controllers = previous
        if index in takers:
            taker = takers[index]
            controllers = (taker,) if taker.whole else tuple(dict.fromkeys((taker, *previous)))
        print_controllers(rng, draft, controllers, traps)
        for body in draft.controllers:
            spellings[body.name] = spellings[body.name.lower()] = body.name
        spellings[draft.body_cell.strip()] = draft.body.name
    traps.laid["body-only-controller"] += len(takers)
    blank = rng.sample([draft for draft in drafts if draft.controllers == (draft.body,)], traps.quota(8))
    for draft in blank:
        draft.controllers, draft.controllers_cell = (), None
    traps.laid["blank-controllers"] += len(blank)


def respell_applicants(rng: random.Random, later: list[Draft], traps: Traps) -> None:
    """Respell some applicants; the first version of each keeps the body's own name."""
    rng.shuffle(later)
    for how in (*RESPELLINGS, "reviewed"):
        wanted = traps.quota(60)
        for draft in later:
            printed = respell(draft.body, how)
            if wanted and printed and draft.body_cell == draft.body.name:
                draft.body_cell = printed
                wanted -= 1
                traps.laid[f"spelling-{how}"] += 1


def print_controllers(rng: random.Random, draft: Draft, controllers: tuple[Body, ...], traps: Traps) -> None:
    """Print the list of controllers with one of the separators the register uses."""
    draft.controllers = controllers
    names = [body.name for body in controllers]
    comma_bearing = any("," in name for name in names)
    if controllers[0].whole:
        traps.issues["unsplit-controllers", "Agreements"] += 1
        traps.laid["comma-name-nothing-vouches-for"] += 1
        draft.controllers_cell = names[0]
        return
    if len(names) == 1:
        draft.controllers_cell = rng.choice((names[0], names[0], f"{names[0]};", f"{names[0]} "))
        return
    kind, separator = rng.choice(
        (
            ("semicolon", "; "),
            ("semicolon", ";"),
            ("newline", "\n"),
            ("newline", ";\n"),
            ("comma", ", "),
            ("comma", ","),
        )
    )
    if kind == "semicolon" and rng.random() < 0.1:
        names.append(names[0].lower())
        traps.laid["controller-twice"] += 1
    draft.controllers_cell = separator.join(names)
    traps.laid[f"controllers-by-{kind}"] += 1
    if comma_bearing:
        traps.laid[f"comma-name-in-{kind}-list"] += 1


def lay_dates(rng: random.Random, drafts: list[Draft], traps: Traps) -> None:
    """Turn some dates into text, spoil some, blank some, and reverse some terms."""
    order = iter(rng.sample(drafts, len(drafts)))

    def lay(name: str, wanted: int, change: Callable[[Draft], None]) -> None:
        for _ in range(traps.quota(wanted)):
            change(next(order))
            traps.laid[name] += 1

    def text_start(draft: Draft) -> None:
        assert draft.start
        draft.start_cell = draft.start.strftime(rng.choice(DATE_FORMS))

    def text_end(draft: Draft) -> None:
        assert draft.end
        draft.end_cell = draft.end.strftime(rng.choice(DATE_FORMS))

    def bad_start(draft: Draft) -> None:
        draft.start, draft.start_cell = None, rng.choice(BAD_DATES)
        traps.issues["unreadable-date", "Agreements"] += 1

    def bad_end(draft: Draft) -> None:
        draft.end, draft.end_cell = None, rng.choice(BAD_DATES)
        traps.issues["unreadable-date", "Agreements"] += 1

    def blank_start(draft: Draft) -> None:
        draft.start = draft.start_cell = None

    def blank_end(draft: Draft) -> None:
        draft.end = draft.end_cell = None

    def reverse(draft: Draft) -> None:
        assert draft.start
        draft.end = draft.end_cell = draft.start - timedelta(days=rng.randint(1, 400))
        traps.issues["reversed-term", "Agreements"] += 1

    lay("start-as-text", 150, text_start)
    lay("end-as-text", 150, text_end)
    lay("unreadable-start", 12, bad_start)
    lay("unreadable-end", 14, bad_end)
    lay("blank-start", 15, blank_start)
    lay("blank-end", 22, blank_end)
    lay("end-before-start", 18, reverse)
    for draft in rng.sample(drafts, traps.quota(6)):
        draft.sublicensing = rng.choice(("Yes, No", "No, Yes"))
        traps.issues["contradiction", "Agreements"] += 1
        traps.laid["sublicensing-contradicts"] += 1
    traps.laid["sublicensing-blank"] += sum(draft.sublicensing is None for draft in drafts)


def agreement_cells(draft: Draft) -> tuple[Cell, ...]:
    """Give the row of `Agreements`, in the order of AGREEMENTS_HEADER."""
    joint = (
        "Joint Data Controllers"
        if len(draft.controllers) > 1
        else "Sole Data Controller"
        if draft.controllers
        else None
    )
    return (
        reference(draft, draft.dars),
        draft.title,
        draft.body_cell,
        draft.body.kind,
        draft.controllers_cell,
        joint,
        draft.start_cell,
        draft.end_cell,
        draft.sublicensing,
        draft.commercial,
        *draft.texts,
        draft.environment,
    )
