"""The example questions: each in plain words, how to read its answer, and its query. Data of the ontology's folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

__all__ = ["THEMES", "Question", "example_questions", "read_question", "theme_of"]

_TITLE = "title: "

THEMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Who has which data": (
            "who-holds-what",
            "files-released-by-body-and-year",
            "agreements-only-on-a-page",
            "joint-controller-pairs",
            "predecessors",
        ),
        "Under which law": (
            "versions-relying-on-a-section",
            "everything-under-section-261",
            "relies-on-or-only-cites",
            "identifiable-under-section-251",
            "identical-quotations",
        ),
        "Opt-outs and identifiable data": (
            "releases-without-opt-outs-by-dataset",
            "released-with-and-without-opt-outs",
            "identifiable-without-opt-outs",
            "claims-against-register-counts",
        ),
        "Terms and dates": (
            "versions-active-on-a-day",
            "expiries-in-a-quarter",
            "gaps-between-terms",
            "releases-after-every-term",
            "retention-and-destruction",
        ),
        "Commerce and sublicensing": ("commercial-purpose-by-organisation-type", "sublicensing"),
        "How far to trust it": (
            "provenance-of-a-fact",
            "what-rests-on-a-reading",
            "datasets-relabelled",
            "issues-by-kind",
        ),
    }
)
"""Theme to the slugs of its questions; each question has one."""


@dataclass(frozen=True, slots=True)
class Question:
    """One `.rq` file: a header of comment lines, then standard SPARQL 1.1 that declares its own prefixes."""

    name: str
    """The file's name without suffix, such as `01-who-holds-what`."""
    title: str
    notes: str
    """How to read the answer, and what it leaves out."""
    query: str
    """The file's text, header and all."""

    @property
    def slug(self) -> str:
        """Give the name without its number: what addresses use."""
        return self.name.partition("-")[2]


@cache
def example_questions() -> tuple[Question, ...]:
    """Read every question, in the order of their numbers."""
    folder = files("releasegraph.ontology") / "questions"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name)
    return tuple(read_question(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in found)


def read_question(name: str, text: str) -> Question:
    """Read the header of a query: the comment lines at its top, the first of them `title: …`."""
    title, notes = "", []
    for line in text.splitlines():
        if not line.startswith("# "):
            break
        comment = line.removeprefix("# ")
        if comment.startswith(_TITLE):
            title = comment.removeprefix(_TITLE)
        else:
            notes.append(comment)
    return Question(name, title, " ".join(notes), text)


def theme_of(question: Question) -> str:
    """Give the theme of one of the example questions."""
    return next(theme for theme, slugs in THEMES.items() if question.slug in slugs)
