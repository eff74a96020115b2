"""The history of a store's entities, from build to build."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from releasegraph.graph.build import build
from releasegraph.graph.errors import StoreError
from releasegraph.graph.generations import current_generation
from releasegraph.graph.history import History, Times, history_of

from .sources.registers import BASE, agreement, dataset, release, save_csv

FIRST = f"{BASE}id/agreement/DARS-NIC-11111-A1A1A"
SECOND = f"{BASE}id/agreement/DARS-NIC-22222-B2B2B"
OTHER = {"reference": "DARS-NIC-22222-B2B2B-v1.0"}
DAY = timedelta(days=1)
JUNE, JULY = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)


class Register:
    """A register that is changed and built again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._saved = 0

    def build(self, now: datetime, *agreements: dict[str, object], base: str = BASE) -> History:
        self._saved += 1
        folder = self._folder / str(self._saved)
        folder.mkdir()
        releases = [release(file_reference=f"F{n}", reference=one["reference"]) for n, one in enumerate(agreements)]
        source = save_csv(folder, agreements, [dataset(reference=one["reference"]) for one in agreements], releases)
        build([source], self._folder / "store", base=base, now=now)
        return history_of(current_generation(self._folder / "store"))

    @property
    def bytes(self) -> bytes:
        return (current_generation(self._folder / "store").folder / "history.json").read_bytes()


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path)


def test_a_first_build_publishes_everything_at_its_time(register: Register) -> None:
    history = register.build(JUNE, agreement())
    assert history.started == history.published == JUNE
    assert {one.kind for one in history.entities()} == {"agreement", "organisation", "dataset", "edition", "law"}
    assert {one.times for one in history.entities()} == {Times(JUNE, JUNE)}
    assert [one.iri for one in history.entities("agreement")] == [FIRST]
    assert history.times(f"{FIRST}/v1.2") == history.times(FIRST) == Times(JUNE, JUNE)
    assert history.times(f"{BASE}id/agreement/DARS-NIC-99999-X1X1X") is None


def test_the_same_sources_again_change_no_byte(register: Register) -> None:
    register.build(JUNE, agreement())
    before = register.bytes
    assert register.build(JULY, agreement()).published == JUNE
    assert register.bytes == before


def test_changes_additions_and_withdrawals_have_the_time_of_their_build(register: Register) -> None:
    register.build(JUNE, agreement(), agreement(**OTHER, applicant="Eastport Council"))
    history = register.build(JULY, agreement(title="Changed"))
    assert history.times(FIRST) == Times(JUNE, JULY)
    assert history.times(SECOND) == Times(JUNE, JULY, JULY)
    assert history.times(f"{BASE}id/organisation/eastport-council") == Times(JUNE, JULY, JULY)
    assert [one.iri for one in history.changed_since(JULY, "agreement")] == [FIRST, SECOND]
    assert list(history.changed_since(JULY + DAY)) == []
    assert [one.iri for one in history.entities("agreement")] == [FIRST]
    assert [one.iri for one in history.entities("agreement", withdrawn=True)] == [FIRST, SECOND]
    history = register.build(JULY + DAY, agreement(title="Changed"), agreement(**OTHER))
    assert history.times(FIRST) == Times(JUNE, JULY)
    assert history.times(SECOND) == Times(JUNE, JULY + DAY)


def test_times_go_on_where_the_clock_goes_back(register: Register) -> None:
    register.build(JULY, agreement())
    history = register.build(JUNE, agreement(title="Changed"))
    assert history.times(FIRST) == Times(JULY, JULY + timedelta(seconds=1))


def test_another_base_begins_anew(register: Register) -> None:
    register.build(JUNE, agreement())
    history = register.build(JULY, agreement(), base="https://data.example.org/")
    assert history.started == JULY
    assert all(one.iri.startswith(("https://data.example.org/", "http://www.")) for one in history.entities())


def test_a_store_without_history_has_an_empty_one(register: Register, tmp_path: Path) -> None:
    register.build(JUNE, agreement())
    file = current_generation(tmp_path / "store").folder / "history.json"
    file.unlink()
    history = history_of(current_generation(tmp_path / "store"))
    assert list(history.entities()) == []
    assert history.times(FIRST) is None
    assert register.build(JULY, agreement()).started == JULY


def test_a_history_that_cannot_be_read_is_an_error(register: Register, tmp_path: Path) -> None:
    register.build(JUNE, agreement())
    (current_generation(tmp_path / "store").folder / "history.json").write_text("[", encoding="utf-8")
    with pytest.raises(StoreError, match="history cannot be read"):
        history_of(current_generation(tmp_path / "store"))
    with pytest.raises(StoreError, match="history cannot be read"):
        register.build(JULY, agreement())


def test_the_history_of_a_generation_that_is_gone_is_an_error(register: Register, tmp_path: Path) -> None:
    register.build(JUNE, agreement())
    first = current_generation(tmp_path / "store")
    for _ in range(2):
        register.build(JULY, agreement())
    with pytest.raises(StoreError, match="newer build"):
        history_of(first)
