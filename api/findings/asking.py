"""From the parameters of a view to what is asked of the findings kept beside the graph."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from releasegraph.api.filters import Choice
from releasegraph.api.findings.parameters import FILTERS, FindingParameters, body_value
from releasegraph.graph.validating.kept import Kept
from releasegraph.graph.validating.quality import full_rule
from releasegraph.graph.validating.report import SEVERITIES, Rule

__all__ = ["Selection"]


@dataclass(frozen=True, slots=True)
class Selection:
    """The findings that parameters choose."""

    kept: Kept
    parameters: FindingParameters
    base: str

    def total(self) -> int:
        """Count them."""
        where, values = self.condition()
        ((number,),) = self.kept.few(f"SELECT count(*) FROM finding WHERE {where}", *values)
        return int(number)

    def ids(self, size: int = -1, page: int = 1) -> list[int]:
        """Give the numbers of those on one page, the worst first; or of all."""
        where, values = self.condition()
        query = f"SELECT id FROM finding WHERE {where} ORDER BY id LIMIT ? OFFSET ?"
        return [int(row[0]) for row in self.kept.rows(query, *values, size, max(0, size) * (page - 1))]

    def severities(self) -> dict[str, int]:
        """Count by severity, the worst first, as if none were chosen."""
        found = dict(self._counted("severity", "severity"))
        return {str(one): int(found[one]) for one in sorted(found, key=_rank)}

    def shown_severities(self) -> dict[str, int]:
        """Count by severity those that are chosen."""
        chosen = {one.lower() for one in self.parameters.severity}
        counts = self.severities()
        return {name: number for name, number in counts.items() if not chosen or name.lower() in chosen}

    def rules(self) -> list[tuple[Rule, int]]:
        """Count by rule, the worst and commonest first, as if none were chosen."""
        rules = {number: Rule(*said) for number, *said in self.kept.few(_RULES)}
        counts: Counter[str] = Counter()
        named: dict[str, Rule] = {}
        for number, count in self._counted("rule", "rule"):
            rule = named.setdefault(rules[number].iri, rules[number])
            counts[rule.iri] += count
        return sorted(
            ((named[iri], number) for iri, number in counts.items()),
            key=lambda one: (_rank(one[0].severity), -one[1], one[0].name, one[0].iri),
        )

    def rule(self) -> Rule | None:
        """Give the rule, where one is chosen alone and was tried."""
        if len(self.parameters.rule) != 1:
            return None
        found = self.kept.few(f"{_RULES} WHERE iri = ?", full_rule(self.parameters.rule[0]))
        return next((Rule(*said) for _, *said in found), None)

    def editions(self) -> list[Choice]:
        """Count by edition, the newest first, as if none were chosen."""
        found = self._counted("edition", "edition")
        return [Choice(name, name, int(count)) for name, count in sorted(found, reverse=True) if name]

    def bodies(self, most: int) -> list[Choice]:
        """Count by organisation, the commonest first, as if none were chosen; no more than so many."""
        where, values = self.condition("body")
        source = "body" if where == _ALL else f"body JOIN finding ON finding.id = body.finding WHERE {where}"
        found = self.kept.few(
            f"SELECT body.iri, body.name, count(*) AS number FROM {source} GROUP BY body.iri, body.name "
            "ORDER BY number DESC, body.name LIMIT ?",
            *values,
            most,
        )
        return [Choice(body_value(iri or "", name, self.base), name, int(number)) for iri, name, number in found]

    def name_of(self, name: str, value: str) -> str:
        """Give what to call a value of a filter."""
        if name == "rule":
            rows = self.kept.few("SELECT name FROM rule WHERE iri = ? AND name != ''", full_rule(value))
        elif name == "body":
            iri, printed = self._body(value)
            rows = self.kept.few(
                "SELECT name FROM body WHERE iri = ? UNION ALL SELECT name FROM body WHERE name = ? LIMIT 1",
                iri,
                printed,
            )
        else:
            rows = []
        return str(rows[0][0]) if rows else value

    def _counted(self, column: str, left_out: str) -> list[tuple[Any, int]]:
        where, values = self.condition(left_out)
        rows = self.kept.few(f"SELECT {column}, count(*) FROM finding WHERE {where} GROUP BY {column}", *values)
        return [(one, number) for one, number in rows if one is not None]

    def condition(self, left_out: str = "") -> tuple[str, tuple[str, ...]]:
        """Give an SQL condition on the table `finding`, and its values."""
        parts = [_Part(name, getattr(self.parameters, name)) for name in FILTERS if name != left_out]
        asked = [part for part in parts if part.values]
        if not asked:
            return _ALL, ()
        return " AND ".join(map(self._sql, asked)), tuple(value for part in asked for value in self._values(part))

    def _sql(self, part: "_Part") -> str:
        if part.name == "about":
            return f"({' OR '.join([_ABOUT] * len(part.values))})"
        places = ", ".join("?" * len(part.values))
        return _CONDITIONS[part.name].format(places=places)

    def _values(self, part: "_Part") -> Iterator[str]:
        match part.name:
            case "severity":
                yield from (_SEVERITY.get(one.lower(), one) for one in part.values)
            case "rule":
                yield from map(full_rule, part.values)
            case "record":
                yield from (f"{self.base}id/record/{one}" for one in part.values)
            case "about":
                for one in part.values:
                    iri = one if "://" in one else f"{self.base}id/{one}"
                    yield from (iri, f"{iri}/", f"{iri}0")
            case "body":
                bodies = [self._body(one) for one in part.values]
                yield from (iri for iri, _ in bodies)
                yield from (name for _, name in bodies)
            case _:
                yield from part.values

    def _body(self, value: str) -> tuple[str, str]:
        """Give the IRI and the printed name that a value may stand for."""
        return (value if "://" in value else f"{self.base}id/organisation/{value}"), value


class _Part(NamedTuple):
    """A filter that may be set."""

    name: str
    values: tuple[str, ...]


_RULES = "SELECT id, iri, name, why, example, severity FROM rule"
_ALL = "1"
_CONDITIONS = {
    "severity": "finding.severity IN ({places})",
    "rule": "finding.rule IN (SELECT id FROM rule WHERE iri IN ({places}))",
    "edition": "finding.edition IN ({places})",
    "finding": "finding.fingerprint IN ({places})",
    "record": "finding.id IN (SELECT finding FROM place WHERE record IN ({places}))",
    "body": "finding.id IN (SELECT finding FROM body WHERE iri IN ({places}) "
    "UNION SELECT finding FROM body WHERE name IN ({places}) AND coalesce(iri, '') = '')",
}
"""Filter to the SQL that holds of what it chooses; the values of `body` are needed twice."""
_ABOUT = "finding.focus = ? OR finding.focus >= ? AND finding.focus < ?"
"""The thing itself, or one whose address begins with its own and a slash, after which in ASCII comes the 0."""
_SEVERITY = {one.lower(): one for one in SEVERITIES}


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)
