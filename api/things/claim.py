"""A claim's page: who says what of whom, and the register's own count beside it."""

from dataclasses import dataclass

from releasegraph.api.things.asked import Asked
from releasegraph.api.things.plain import Fact, Line, plain_facts
from releasegraph.api.things.showing import link, values
from releasegraph.api.things.tabled import node
from releasegraph.api.view import Value
from releasegraph.graph.store import rows_of
from releasegraph.graph.vocabulary import RG

__all__ = ["ClaimView", "RegisterCount", "view_claim"]


@dataclass(frozen=True, slots=True)
class RegisterCount:
    """Files the register shows as released to a body as applicant, by what it prints of opt-outs."""

    files: int
    with_opt_outs: int
    without: int

    @property
    def not_stated(self) -> int:
        """Give how many files print no answer about opt-outs."""
        return self.files - self.with_opt_outs - self.without


@dataclass(frozen=True, slots=True)
class ClaimView:
    """The page of a claim."""

    by: Value | None
    about: Value | None
    words: str | None
    claimed: int | None
    """The number of files the author calls unsafe."""
    register: RegisterCount | None
    facts: tuple[Fact, ...]


_LINES = (
    Line("Claimed by", RG.claimedBy),
    Line("About", RG.about),
    Line("Kind of claim", RG.claimKind),
    Line("Files it calls unsafe", RG.unsafeFileCount),
    Line("Stands in", RG.recordedIn),
)


def view_claim(asked: Asked) -> ClaimView:
    """Show a claim as its author's, and, where it counts files, what the register shows."""
    own = asked.about(asked.iri)
    about, counted = own.one(RG.about), own.one(RG.unsafeFileCount)
    by = values(asked, own, RG.claimedBy)
    return ClaimView(
        by=by[0] if by else None,
        about=None if about is None else link(asked, about),
        words=own.one(RG.text),
        claimed=None if counted is None else int(counted),
        register=None if counted is None or about is None else _register_count(asked, about),
        facts=plain_facts(asked, own, _LINES),
    )


def _register_count(asked: Asked, body: str) -> RegisterCount:
    found = rows_of(
        asked.store,
        f"SELECT ?answer (COUNT(*) AS ?files) WHERE {{ ?version <{RG.applicant}> {node(body)} ; "
        f"<{RG.hasRelease}> ?release . ?release <{RG.optOutsApplied}> ?answer }} GROUP BY ?answer",
    )
    counts = {answer.rpartition("/")[2]: int(files) for answer, files in found}
    return RegisterCount(sum(counts.values()), counts.get("yes", 0), counts.get("no", 0))
