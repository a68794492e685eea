"""Where a post leads, and which words stand in its link."""

from typing import Any

import pytest

from activities.audit.links import check_link, words_in_link
from activities.audit.prohibitions import check_forbidden_terms, check_forbidden_topics
from tests.unit.audit_exhibits import LINK, codes, exhibit


def test_a_post_that_leads_where_it_should_passes() -> None:
    """The campaign's own page over a protected connection is no finding."""
    findings = check_link(exhibit())

    assert codes(findings) == [("PASS", None, "CRITICAL")]
    assert findings[0].evidence["host"] == "tostadores.example"


@pytest.mark.parametrize("link", [None, f"{LINK}#top", f"{LINK}&utm_source=x"])
def test_a_post_that_leads_elsewhere_is_blocked(link: str | None) -> None:
    """Nobody can send the public anywhere but where the operator wants it."""
    findings = check_link(exhibit(link=link))

    assert codes(findings) == [("FAIL", "LINK_MISMATCH", "CRITICAL")]
    assert findings[0].evidence["expected"] == LINK


@pytest.mark.parametrize(
    "link",
    [
        "",
        "tostadores.example",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "mailto:a@b.example",
        "https://",
        "https:///cosecha",
        "https://[::1",
        "https://tostadores.example:http/",
        "https://tostadores.example:0/",
        "https://tostadores.example/a b",
        "https://tostadores.example/\u202egpj",
    ],
)
def test_a_link_that_opens_no_page_is_blocked(link: str) -> None:
    """A link without a host on the web does not go out, whoever asked for it."""
    findings = check_link(exhibit(link=link, campaign={"landing_url": link}))

    assert codes(findings) == [("FAIL", "LINK_INVALID", "CRITICAL")]


def test_an_unprotected_link_is_blocked() -> None:
    """Nobody is sent to a page on which others can watch."""
    link = LINK.replace("https", "http")

    findings = check_link(exhibit(link=link, campaign={"landing_url": link}))

    assert codes(findings) == [("FAIL", "LINK_NOT_HTTPS", "CRITICAL")]


@pytest.mark.parametrize(
    ("rule", "link", "field"),
    [
        ("No decir 'rebajas'", "https://tienda.example/Rebajas-2026", "link"),
        ("No decir 'rebajas'", "https://rebajas.example/", "link"),
        ("No decir 'política'", "https://tienda.example/pol%C3%ADtica", "link"),
    ],
)
def test_a_forbidden_word_in_a_link_is_found(rule: str, link: str, field: str) -> None:
    """What the copy must not say, the address under it must not say either."""
    findings = check_forbidden_terms(exhibit(do_not_do=[rule], link=link))

    assert codes(findings) == [("FAIL", "FORBIDDEN_TERM", "CRITICAL")]
    assert [match["field"] for match in findings[0].evidence["matches"]] == [field]


def test_a_forbidden_topic_in_a_link_is_found() -> None:
    """A page about a prohibited topic is not hidden by innocent copy."""
    shown = exhibit(
        do_not_do=["No mencionar política"], link="https://tienda.example/elecciones-generales"
    )

    assert codes(check_forbidden_topics(shown)) == [("FAIL", "FORBIDDEN_TOPIC", "CRITICAL")]


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://u:rebajas@Tienda.example:8443/a%20b?q=rebajas#rebajas", "tienda.example/a b"),
        ("javascript:rebajas", ""),
        (None, ""),
    ],
)
def test_what_only_machines_read_of_a_link_is_not_searched(link: Any, words: str) -> None:
    """Tracking parameters do not stop a campaign."""
    assert words_in_link(link) == words
