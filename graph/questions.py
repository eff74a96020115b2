"""The example questions: each in plain words, how to read its answer, and its query. Data of the ontology's folder."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Question", "example_questions", "read_question"]

_TITLE = "title: "


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
