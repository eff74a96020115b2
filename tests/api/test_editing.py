"""What the query page tells its editor."""

from pathlib import Path

import pytest

from releasegraph.api import editing
from releasegraph.api.editing import editor_settings
from releasegraph.api.links import Links

LINKS = Links("https://data.example.org/", "/register")


def test_without_the_bundle_there_is_no_editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(editing, "_BUNDLE", tmp_path / "editor.js")
    assert editor_settings(LINKS) is None


@pytest.mark.parametrize(
    "iri",
    [
        "https://data.example.org/id/organisation/a",
        "http://www.legislation.gov.uk/id/ukpga/2012/7/section/261",
    ],
)
def test_the_editor_finds_pages_where_the_site_has_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, iri: str
) -> None:
    bundle = tmp_path / "editor.js"
    bundle.touch()
    monkeypatch.setattr(editing, "_BUNDLE", bundle)
    settings = editor_settings(LINKS)
    assert settings is not None
    homes = settings["homes"]
    assert isinstance(homes, dict)
    (found,) = (home + iri.removeprefix(start) for start, home in homes.items() if iri.startswith(start))
    assert found == LINKS.href(iri)
    assert settings["endpoint"] == "/register/sparql"
