"""The prose of each version: carried over, edited or new, with the traps prose can hold."""

import random
from collections.abc import Iterator

from .drafts import Draft, Traps
from .prose import ODDITIES, SHORT, Composer

__all__ = ["write_prose"]

KINDS = ("objective", "processing", "output", "benefits", "yielded")
LENGTHS = {"objective": 8000, "processing": 6600, "output": 3300, "benefits": 3500, "yielded": 2100}


def write_prose(rng: random.Random, drafts: list[Draft], traps: Traps) -> None:
    """Write each version's narratives: much is carried over from the version before, some edited, some new."""
    composer = Composer(rng, max(3_000, round(60_000 * min(traps.scale, 1))))
    current: dict[str, list[str] | None] = {}
    shelf: dict[str, list[list[str]]] = {kind: [] for kind in KINDS}
    base = ""
    for draft in drafts:
        if draft.base != base:
            current, base = {}, draft.base
        for kind in KINDS:
            current[kind] = next_blocks(rng, composer, kind, current.get(kind), shelf[kind])
        draft.texts = [None if blocks is None else "\n\n".join(blocks)[:32_000].strip() for blocks in current.values()]
    lay_prose(rng, drafts, composer, traps)


def next_blocks(
    rng: random.Random, composer: Composer, kind: str, before: list[str] | None, shelf: list[list[str]]
) -> list[str] | None:
    """Give a narrative's blocks: carried over, edited, borrowed from another agreement, or new."""
    fate = rng.random()
    if before is not None and fate < 0.5:
        return before
    if before is not None and fate < 0.86:
        return composer.edit(before)
    if kind == "yielded" and rng.random() < 0.5:
        return rng.choice((None, [rng.choice(SHORT)], [rng.choice(SHORT)]))
    if rng.random() < 0.02:
        return None
    if shelf and rng.random() < 0.06:
        return rng.choice(shelf)
    blocks = composer.text(kind, min(31_000, int(LENGTHS[kind] * rng.lognormvariate(0, 0.55))))
    shelf.append(blocks)
    return blocks


def lay_prose(rng: random.Random, drafts: list[Draft], composer: Composer, traps: Traps) -> None:
    """Lay the prose's own traps, each on versions of its own."""
    order = iter(rng.sample(drafts, len(drafts)))

    def each(name: str, wanted: int) -> Iterator[Draft]:
        for _ in range(traps.quota(wanted)):
            traps.laid[name] += 1
            yield next(order)

    for draft in each("text-at-cell-limit", 30):
        draft.texts[0] = composer.full([draft.texts[0] or ""])
    for oddity in ODDITIES:
        for draft in each("odd-characters-in-prose", 8):
            draft.texts[1] = f"{draft.texts[1] or ''}\n{oddity}".strip()
    for draft in each("outer-space-round-prose", 40):
        before, after = rng.choice(("", " ", "\n")), rng.choice((" ", "\xa0", "\n\n", "   "))
        draft.texts[2] = f"{before}{rng.choice(SHORT)}{after}"
    for draft in each("prose-of-spaces-only", 10):
        draft.texts[3] = rng.choice(("   ", "\n", " \xa0 "))
    for draft in each("markup-in-title", 6):
        draft.title = f"<script>alert(1)</script> {draft.title} & <b>more</b>"
    for draft in each("formula-in-title", 6):
        draft.title = f'=HYPERLINK("https://example.org/{draft.title[:3]}","{draft.title}")'
    for draft in each("control-character-in-title", 6):
        draft.title = f"{draft.title}\x01\x1f trial"
    for draft in each("escape-lookalike-in-title", 5):
        draft.title = f"{draft.title} _x0041_"
