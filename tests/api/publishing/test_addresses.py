"""Where links lead on a site without a server."""

import pytest

from releasegraph.api.publishing.addresses import Addresses, Fate, Page, file_of, is_writable, unit_of

BASE = "https://data.example.org/register/"
VERSION = "doc/agreement/DARS-NIC-1-A/v4.2"
SITE = Addresses(
    BASE,
    "/register",
    frozenset({"doc/agreement/DARS-NIC-1-A", VERSION, "doc/organisation/s%C3%B6hne", "doc/edition/2026-09"}),
    frozenset({"", "about", "search", "sparql", "void", "questions/who", "catalog", "catalog/page/2"}),
    frozenset({"static/style.css", "questions/who.csv", "catalog.ttl"}),
    {".well-known/void": "void"},
)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/register/", "/register/"),
        ("/register/about#programs", "/register/about/#programs"),
        ("/register/doc/organisation/s%C3%B6hne", "/register/doc/organisation/s%C3%B6hne/"),
        ("/register/doc/organisation/s%C3%B6hne.html", "/register/doc/organisation/s%C3%B6hne/"),
        ("/register/doc/organisation/s%C3%B6hne.ttl", "/register/doc/organisation/s%C3%B6hne.ttl"),
        ("/register/doc/organisation/s%C3%B6hne.nt", Fate.LEFT_OUT),
        ("/register/doc/organisation/elsewhere", Fate.UNLINKED),
        (f"{BASE}{VERSION}", f"{BASE}{VERSION}/"),
        (f"/register/{VERSION}/provision/hes/2", f"/register/{VERSION}/#datasets"),
        (f"/register/{VERSION}/policy", f"/register/{VERSION}/#rules"),
        ("/register/doc/record/2026-09/Agreements/17", "/register/doc/edition/2026-09/"),
        ("/register/doc/record/2026-08/Agreements/17", Fate.UNLINKED),
        ("/register/doc/release/FILE1", Fate.UNLINKED),
        ("/register/doc/text/abc/citation/7", Fate.UNLINKED),
        ("/register/static/style.css", "/register/static/style.css"),
        ("/register/search?q=heart+failure", "/register/search/?q=heart+failure"),
        ("/register/sparql?query=SELECT", "/register/sparql/"),
        ("/register/.well-known/void", "/register/void/"),
        ("/register/questions/who?page=2", Fate.LEFT_OUT),
        ("/register/questions/who.csv", "/register/questions/who.csv"),
        ("/register/questions/who.xml", Fate.LEFT_OUT),
        ("/register/catalog?page=2", "/register/catalog/page/2/"),
        ("/register/catalog?profile=x", Fate.LEFT_OUT),
        ("/register/health", Fate.LEFT_OUT),
        ("/register/linkset/doc/edition/2026-09", Fate.LEFT_OUT),
        ("#datasets", "#datasets"),
        ("http://www.legislation.gov.uk/id/ukpga/2012/7", "http://www.legislation.gov.uk/id/ukpga/2012/7"),
        ("mailto:data@example.org", "mailto:data@example.org"),
    ],
)
def test_links_lead_to_files_or_nowhere(href: str, expected: str | Fate) -> None:
    assert SITE.lead(href, Page("about")) == expected


@pytest.mark.parametrize(
    ("page", "href", "expected"),
    [
        (Page(VERSION), "?page=2#files", f"/register/{VERSION}/page-2/#files"),
        (Page(VERSION, ("page", 2)), "?page=1", f"/register/{VERSION}/"),
        (Page(VERSION, ("page", 2)), "?page=3", f"/register/{VERSION}/page-3/"),
        (Page(VERSION, ("page", 2)), "?page=2&before=2", f"/register/{VERSION}/before-2/"),
        (Page(VERSION), "?parts=without", Fate.LEFT_OUT),
        (Page(VERSION), "/register/doc/release/FILE1", f"/register/{VERSION}/#releases"),
        (Page(VERSION), "/register/doc/text/abc", f"/register/{VERSION}/#prose"),
        (Page(VERSION), "/register/doc/agreement/DARS-NIC-1-A?from=1&to=2", "/register/doc/agreement/DARS-NIC-1-A/"),
        (Page("doc/agreement/DARS-NIC-1-A"), "/register/doc/agreement/DARS-NIC-1-A?from=1&to=2", Fate.LEFT_OUT),
    ],
)
def test_tables_are_stepped_through_by_path(page: Page, href: str, expected: str | Fate) -> None:
    assert SITE.lead(href, page) == expected


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("", "index.html"),
        ("about/", "about/index.html"),
        ("doc/organisation/s%C3%B6hne/", "doc/organisation/söhne/index.html"),
        ("doc/organisation/s%C3%B6hne.ttl", "doc/organisation/söhne.ttl"),
    ],
)
def test_addresses_are_files(address: str, file: str) -> None:
    assert file_of(address) == file


@pytest.mark.parametrize("path", ["doc/a%2Fb", "doc/%2e%2E/x", "doc//x", "doc/" + "x" * 250, "doc/a%00", "doc/a%5Cb"])
def test_names_that_no_disk_takes_are_told(path: str) -> None:
    assert not is_writable(path)


def test_an_agreement_is_made_with_its_versions() -> None:
    assert unit_of(VERSION) == unit_of("doc/agreement/DARS-NIC-1-A") == "doc/agreement/DARS-NIC-1-A"
    assert unit_of("doc/law/ukpga/2012/7/section/261") == "doc/law/ukpga/2012/7/section/261"


@pytest.mark.parametrize(
    ("href", "thing"),
    [
        ("/register/doc/agreement/DARS-NIC-9-Z", "doc/agreement/DARS-NIC-9-Z"),
        (f"/register/{VERSION}/provision/hes", VERSION),
        ("/register/doc/organisation/s%C3%B6hne.ttl", None),
        ("/register/doc/record/2026-09/Agreements/17", None),
        ("/register/about", None),
    ],
)
def test_what_a_link_is_to_is_told(href: str, thing: str | None) -> None:
    assert SITE.thing_of(href) == thing
