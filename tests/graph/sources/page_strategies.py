"""Pages of every layout, generated together with the facts they print.

`generated_pages()` gives a `GeneratedPage`: its text, and the facts a reader must find in it again.
"""

from dataclasses import dataclass

from hypothesis import strategies as st

from releasegraph.graph.fields import columns

__all__ = ["GeneratedPage", "GeneratedProject", "generated_pages", "printed_text"]

MARKER = "NHS Digital Data Release Register - reformatted"
NOTE = "(System access exclusively means a copy never left the safe place)"
UNSAFE = '{} data files in total were disseminated unsafely (files used in a "system access" project are not counted).'
FLAG = "🚩 {} got one dataset twice in a month, with objections upheld and without."

KINDS = {
    "objective": "objective",
    "expected_benefits": "expected-benefits",
    "expected_output": "expected-output",
    "processing_activities": "processing-activities",
}
# The labels that tell the layouts apart: a generated project never misses its own.
TELLING = {"A": "frequency", "B": "boilerplate", "C": "type_of_data"}

VALUES = {
    "boilerplate": ("information not disclosed for TRE projects",),
    "type_of_data": ("Identifiable", "Anonymised - ICO Code Compliant, Identifiable"),
    "opt_outs": ("Y, N", "Identifiable, No (Does not include the flow of confidential data)", "Yes (Section 251)"),
    "legal_basis": ("Health and Social Care Act 2012 – s261(2)(a)", "CV19: Regulation 3 (4), Section 42(4)"),
    "purposes": ("No (Academic)", "()", "Yes (Commercial)"),
    "sensitivity": ("Sensitive", "Non-Sensitive, and Sensitive"),
    "when": (
        "2016/04 (or before) — 2017/02.",
        "DSA runs 2023-03-13 — 2026-03-12 2023.12 — 2024.11.",
        "2016.04 — 2016.08.",
    ),
    "frequency": ("One-Off", "System Access, Ongoing"),
    "data_controllers": ("UNIVERSITY OF LEEDS", "A COUNCIL, B COUNCIL"),
    "sublicensing": ("Yes", "No"),
    "discussions": ("Minutes of 4 May",),
}
DATASETS = (
    "Hospital Episode Statistics Critical Care (HES Critical Care)",
    "HES:Civil Registration (Deaths) bridge",
    "MRIS - Scottish NHS / Registration",
    "2011 Census - linked",
    "Covid-19 UK Non-hospital Antigen Testing Results (pillar 2)",
    "3. Not the number of an item",
)
# Prose that looks like something else, each in a run that a reader must keep as prose.
TRAPS = (
    ("Datasets: the study needs three",),
    ("Objectives: these are set yearly",),
    ("Outputs",),
    ("Purposes: teaching, and no other",),
    ("It follows Older work — DARS-NIC-99999-Z9Z9Z", "and nothing else."),
    ("DARS-NIC-99999-Z9Z9Z", "is its reference."),
    ("BENEFITS:", "- one"),
    ("<b>bold</b> & <script>alert(1)</script>",),
    ("1. counted; 5580 patients",),
    ("=HYPERLINK(1)",),
)


@dataclass(frozen=True, slots=True)
class GeneratedProject:
    """What a generated project prints."""

    title: str
    reference: str
    fields: dict[str, str]
    datasets: tuple[str, ...]
    has_datasets_label: bool
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    """Kind and lines of each, in the order printed."""


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page and its facts."""

    text: str
    layout: str
    organisation: str
    listed_titles: tuple[str, ...]
    unsafe_files: str | None
    flag: str | None
    projects: tuple[GeneratedProject, ...]


def printed_text(max_size: int = 30) -> st.SearchStrategy[str]:
    """Generate words of one line that begin with a letter and end in one, any other characters between."""
    between = st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters=":\ufffe\uffff"),
        max_size=max_size,
    )
    return st.builds("{}{}{}".format, st.sampled_from("aKé"), between, st.sampled_from("bZß"))


@st.composite
def generated_pages(draw: st.DrawFn) -> GeneratedPage:
    """Generate a page: any layout, list mark, spacing and line end; fields in any order, some missing, some blank."""
    layout = draw(st.sampled_from("ABC"))
    organisation = draw(st.one_of(st.sampled_from(("Newcastle University", "A & B (nice)")), printed_text()))
    references = st.from_regex(r"(DARS-)?NIC-[0-9]{5,6}-[A-Z0-9]{5}(-v[0-9]\.[0-9])?", fullmatch=True)
    wanted = draw(st.lists(references, min_size=1, max_size=3, unique=True))
    projects = [draw(_projects(layout, reference)) for reference in wanted]
    titles = [project.title for project in projects if project.title]
    listed = titles if draw(st.booleans()) else []
    unsafe = draw(st.none() | st.integers(1, 10**5).map(UNSAFE.format))
    flag = FLAG.format(organisation) if draw(st.booleans()) else None
    mark = draw(st.sampled_from(("- ", "  • ", "* ", "{}. ", "  {}. ", "")))
    lines = [MARKER, organisation + (" projects" if layout != "A" else "")]
    lines += [_marked(mark, number, title) for number, title in enumerate(listed, start=1)]
    lines += [line for line in (unsafe, flag) if line]
    for number, project in enumerate(projects, start=1):
        lines += _project_lines(draw, layout, number, project, mark)
    return GeneratedPage(
        text=_spaced(draw, lines),
        layout=layout,
        organisation=organisation,
        listed_titles=tuple(listed),
        unsafe_files=unsafe,
        flag=flag,
        projects=tuple(projects),
    )


@st.composite
def _projects(draw: st.DrawFn, layout: str, reference: str) -> GeneratedProject:
    names = [name for name in columns(f"page {layout}") if name not in KINDS and name != "datasets"]
    chosen = [name for name in draw(st.permutations(names)) if name == TELLING[layout] or draw(st.integers(0, 4))]
    fields = {name: draw(st.one_of(st.just(""), st.sampled_from(VALUES[name]), printed_text())) for name in chosen}
    datasets = draw(st.lists(st.one_of(st.sampled_from(DATASETS), printed_text()), max_size=4))
    kinds = draw(st.lists(st.sampled_from(list(KINDS.values())), max_size=4, unique=True))
    return GeneratedProject(
        title=draw(st.one_of(st.just(""), st.sampled_from(("A — B - C", "TRE - X", "IV, RS & Comm")), printed_text())),
        reference=reference,
        fields=fields,
        datasets=tuple(datasets),
        has_datasets_label=layout == "C" or not datasets or draw(st.integers(0, 3)) > 0,
        sections=tuple((kind, tuple(draw(_prose()))) for kind in kinds),
    )


def _prose() -> st.SearchStrategy[list[str]]:
    runs = st.one_of(printed_text(80).map(lambda line: (line,)), st.sampled_from(TRAPS))
    return st.lists(runs, max_size=4).map(lambda chosen: [line for run in chosen for line in run])


def _project_lines(draw: st.DrawFn, layout: str, number: int, project: GeneratedProject, mark: str) -> list[str]:
    labels = columns(f"page {layout}")
    dash = draw(st.sampled_from((" — ", " – ", " - ")))
    fields = []
    for name, value in project.fields.items():
        fields.append(f"{labels[name]}:{draw(st.sampled_from(('', ' ')))}{value}")
        if name == "frequency" and draw(st.booleans()):
            fields.append(NOTE)
    after = []
    if layout == "C":
        after = [field for field in fields if field.startswith("Type of data:")]
        fields = [field for field in fields if field not in after]
    # Without a label, or with an item that looks counted, only a mark tells the items.
    plain = not project.has_datasets_label or any(name[0].isdigit() for name in project.datasets)
    mark = "- " if plain and not mark else mark
    return [
        f"{project.title or f'Project {number}'}{dash}{project.reference}",
        *fields,
        *(["Datasets:"] if project.has_datasets_label else []),
        *(_marked(mark, item, name) for item, name in enumerate(project.datasets, start=1)),
        *after,
        *(line for kind, lines in project.sections for line in (f"{labels[kind.replace('-', '_')]}:", *lines)),
    ]


def _marked(mark: str, number: int, words: str) -> str:
    return mark.format(number) + words


def _spaced(draw: st.DrawFn, lines: list[str]) -> str:
    """Join lines with one kind of line end, blank lines among them as in one kind of copy."""
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    blanks = draw(st.sampled_from(("none", "one", "any")))
    parts = [end * draw(st.integers(0, 2))]
    for line in lines:
        parts += [line, draw(st.sampled_from(("", " ", "\t", "\xa0")))]
        parts.append(end * {"none": 1, "one": 2, "any": draw(st.integers(1, 3))}[blanks])
    text = "".join(parts)
    return text.rstrip() if draw(st.booleans()) else text
