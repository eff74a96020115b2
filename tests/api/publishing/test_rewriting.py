"""Pages with the links of a static site."""

import pytest

from releasegraph.api.publishing.addresses import Fate
from releasegraph.api.publishing.rewriting import rewritten

LEADS = {"/a?b=1&c": "/a/b&c/", "/search": "/search/", "/words": Fate.UNLINKED, "/gone": Fate.LEFT_OUT}


def lead(href: str) -> str | Fate:
    return LEADS.get(href, href)


@pytest.mark.parametrize(
    ("served", "static"),
    [
        ('<a class="x" href="/a?b=1&amp;c">1\n<b>2</b></a>', '<a class="x" href="/a/b&amp;c/">1\n<b>2</b></a>'),
        ('<p><a href="/words">one <b>two</b></a>.</p>', "<p>one <b>two</b>.</p>"),
        ('<li><a href="/gone">CSV</a></li>\n<li><a href="/a">x</a></li>', '<li><a href="/a">x</a></li>'),
        ('<li><a href="/gone">CSV</a> <small>words</small></li>', "<li> <small>words</small></li>"),
        ('<link rel="alternate" href="/gone"><link rel="icon" href="/kept">', '<link rel="icon" href="/kept">'),
        ('<link rel="cite-as" href="/gone"><link rel="type" href="/gone">', '<link rel="cite-as" href="/gone">'),
        ('<a href="/kept">a</a><img src="/gone"><a href="/words">b</a>', '<a href="/kept">a</a>b'),
        ('<p title=" href=">href="/gone" is text</p>', '<p title=" href=">href="/gone" is text</p>'),
        ('<form action="/search" method="get"><input></form>', '<form action="/search/" method="get"><input></form>'),
        ('<form class="compare" action="/a?b=1&amp;c"><button>x</button></form>\n<p>', "<p>"),
        ('<abbr title="<a href=x>">x</abbr>', '<abbr title="<a href=x>">x</abbr>'),
        ('<a id="here">x</a>', '<a id="here">x</a>'),
    ],
)  # fmt: skip
def test_links_are_rewritten(served: str, static: str) -> None:
    assert rewritten(served, lead) == static
