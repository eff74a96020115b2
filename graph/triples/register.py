"""A register becomes triples: its agreements, versions, provisions and releases, sheet by sheet, row by row."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from releasegraph.graph.controllers import KnownBodies
from releasegraph.graph.fields import columns
from releasegraph.graph.identifiers import Reference, read_reference
from releasegraph.graph.records import AgreementRow, Cell, DatasetRow, Problem, Register
from releasegraph.graph.triples.lines import A, boolean, iri, predicate, text
from releasegraph.graph.triples.mentions import Mentions
from releasegraph.graph.triples.narratives import Narratives
from releasegraph.graph.triples.provisions import Provisions, ProvisionTriples
from releasegraph.graph.triples.releases import ReleaseTriples
from releasegraph.graph.triples.sources import RowTriples, edition_triples
from releasegraph.graph.triples.versions import VersionNode, VersionTriples, printed
from releasegraph.graph.vocabulary import RDFS, RG

__all__ = ["agreements_of", "register_triples"]

_Key = tuple[str, str | None]
"""An agreement and a version of it: what the three sheets are joined on."""


def agreements_of(register: Register) -> frozenset[str]:
    """Give the agreements a register describes."""
    return frozenset(read_reference(str(row.reference)).agreement for row in register.agreements if row.reference)


def register_triples(register: Register, known: KnownBodies, mentions: Mentions) -> Iterator[str]:
    """Write a register as N-Quads, in runs of whole lines; `mentions` keeps what is still to describe."""
    yield edition_triples(register.edition, mentions)
    mentions.issues.extend(register.issues)
    yield from _RegisterTriples(register, known, mentions).write()


class _RegisterTriples:
    def __init__(self, register: Register, known: KnownBodies, mentions: Mentions) -> None:
        self._register = register
        self._mentions = mentions
        self._sheets = {
            sheet: RowTriples(register.edition, sheet, mentions) for sheet in ("Agreements", "Datasets", "DataReleases")
        }
        narratives = Narratives(mentions)
        self._versions = VersionTriples(self._sheets["Agreements"].path, known, mentions, narratives)
        self._provisions = ProvisionTriples(self._sheets["Datasets"], mentions)
        self._described: dict[_Key, list[list[AgreementRow]]] = {}
        self._named: defaultdict[_Key, list[str]] = defaultdict(list)
        """Stubs to the terms of the records that name them."""
        self._datasets: defaultdict[_Key, list[DatasetRow]] = defaultdict(list)
        self._listed: dict[_Key, Collection[str]] = {}
        self._references: dict[str, tuple[_Key, str]] = {}
        self._printed: dict[_Key, str] = {}

    def write(self) -> Iterator[str]:
        yield from self._records()
        self._join()
        by_agreement: defaultdict[str, list[_Key]] = defaultdict(list)
        for key in (*self._described, *self._named):
            by_agreement[key[0]].append(key)
        for agreement, keys in by_agreement.items():
            yield from self._agreement(agreement, keys)
        releases = ReleaseTriples(self._sheets["DataReleases"], self._version_of, self._mentions)
        yield from releases.write(self._register.releases)

    def _records(self) -> Iterator[str]:
        """Describe every row, used or not."""
        register = self._register
        for sheet, rows in (
            ("Agreements", register.agreements),
            ("Datasets", register.datasets),
            ("DataReleases", register.releases),
        ):
            writer = self._sheets[sheet]
            for row in rows:
                yield writer.write(row.row, row.extra)
            # what stands above the rows has a record where there is an issue with it
            start, numbers = f"{writer.path}/", {row.row for row in rows}
            others = {int(one.record.removeprefix(start)) for one in register.issues if one.record.startswith(start)}
            yield from (writer.write(number) for number in sorted(others - numbers))

    def _join(self) -> None:
        """Join the sheets on the reference; note the rows that name none, or one that `Agreements` lacks."""
        for row in self._register.agreements:
            key = self._key(row.reference, "Agreements", row.row)
            if key is None:
                continue
            variants = self._described.setdefault(key, [])
            same = next((rows for rows in variants if _says(rows[0]) == _says(row)), None)
            if same is not None:
                problem = Problem("repeated-row", str(row.reference), f"a row unlike row {same[0].row}", "info")
                same.append(row)
            elif variants:
                expected = f"one row for each version; row {variants[0][0].row} describes it otherwise"
                problem = Problem("repeated-reference", str(row.reference), expected)
                variants.append([row])
            else:
                variants.append([row])
                continue
            self._note("Agreements", row.row, problem)
        for dataset_row in self._register.datasets:
            key = self._key(dataset_row.reference, "Datasets", dataset_row.row)
            if key is not None:
                self._datasets[key].append(dataset_row)
                self._check_known(key, "Datasets", dataset_row.row)
        for release_row in self._register.releases:
            if release_row.reference is not None and release_row.file_reference is not None:
                key = self._key(release_row.reference, "DataReleases", release_row.row)
                if key is not None:
                    self._check_known(key, "DataReleases", release_row.row)

    def _key(self, cell: Cell, sheet: str, row: int) -> _Key | None:
        if cell is None:
            self._note(sheet, row, Problem("missing-reference", "", "the agreement's reference"))
            return None
        words = str(cell)
        known = self._references.get(words)
        if known is None:
            reference = read_reference(words)
            key = (reference.agreement, reference.version)
            known = self._references[words] = (key, self._mentions.ids.version(reference))
            self._printed.setdefault(key, words)
            if not reference.well_formed:
                problem = Problem("malformed-reference", words, "a reference such as DARS-NIC-00574-V2H1F-v4.2")
                self._note(sheet, row, problem)
        return known[0]

    def _check_known(self, key: _Key, sheet: str, row: int) -> None:
        if key not in self._described:
            self._named[key].append(self._sheets[sheet].term(row))
            problem = Problem("unknown-reference", self._printed[key], "a reference that sheet Agreements describes")
            self._note(sheet, row, problem)

    def _note(self, sheet: str, row: int, problem: Problem) -> None:
        self._mentions.note([problem], f"{self._sheets[sheet].path}/{row}", columns(sheet)["reference"])

    def _version_of(self, words: str) -> tuple[str, Collection[str] | None]:
        key, version = self._references[words]
        return version, self._listed.get(key) if key in self._described else None

    def _agreement(self, agreement: str, keys: list[_Key]) -> Iterator[str]:
        ids, end = self._mentions.ids, self._mentions.end
        references = sorted((read_reference(self._printed[key]) for key in keys), key=_version_sort)
        subject = iri(ids.agreement(references[0]))
        label = text(references[0].printed)
        described = [reference for reference in references if (agreement, reference.version) in self._described]
        yield (
            f"{subject}{A}{iri(RG.Agreement)}{end}{subject}{predicate(RDFS.label)}{label}{end}"
            f"{subject}{predicate(RG.reference)}{label}{end}"
            f"{subject}{predicate(RG.latestVersion)}{iri(ids.version((described or references)[-1]))}{end}"
        )
        if not described:
            yield f"{subject}{predicate(RG.stub)}{boolean(True)}{end}"
        for order, reference in enumerate(references, 1):
            yield from self._version(subject, reference, order)

    def _version(self, agreement: str, reference: Reference, order: int) -> Iterator[str]:
        end = self._mentions.end
        key = (reference.agreement, reference.version)
        address = self._mentions.ids.version(reference)
        provisions: Provisions = self._provisions.write(address, self._datasets.get(key, ()))
        self._listed[key] = provisions.datasets
        yield "".join(provisions.lines)
        variants = sorted(self._described.get(key, [[]]), key=lambda rows: [_says(row) for row in rows[:1]])
        for number, rows in enumerate(variants, 1):
            node = VersionNode(
                address=address if number == 1 else f"{address}/{number}",
                reference=reference,
                rows=rows,
                printed=str(rows[0].reference) if rows else self._printed[key],
                order=order,
                datasets=provisions.datasets,
                relies_on=provisions.relies_on,
                named_in=self._named.get(key, ()),
            )
            yield f"{agreement}{predicate(RG.hasVersion)}{iri(node.address)}{end}" + self._versions.write(node)


def _version_sort(reference: Reference) -> tuple[tuple[int, ...], str]:
    return reference.order, reference.version or ""


def _says(row: AgreementRow) -> tuple[str, ...]:
    """Give all that a row says, for comparing it with another."""
    return tuple(
        printed(getattr(row, name)) or "" for name in AgreementRow.__dataclass_fields__ if name not in ("row", "extra")
    )
