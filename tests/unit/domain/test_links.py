"""What is a link on the web is one question with one answer."""

import pytest

from contracts import web_address
from domain.links import address_of, site_of, words_in_link
from tests.support.builders import request


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example",
        "http://a.example:8080/x?y#z",
        "https://[::1]/",
        "",
        "a.example",
        "ftp://a.example",
        "https://",
        "https://a.example:0/",
        "https://a.example:x/",
        "https://[::1",
        "https://a.example/a b",
        'https://a.example/"',
        "https://a.example/<b>",
        "https://a.example/\u202e",
    ],
)
def test_a_request_takes_the_links_that_the_audit_takes(link: str) -> None:
    """No campaign is started towards a page that its own audit then calls no address."""
    try:
        taken = request(landing_url=link).landing_url
    except ValueError:
        taken = None

    assert taken == (link if web_address(link) else None)


@pytest.mark.parametrize(
    ("link", "site"),
    [
        ("https://www.a.example/x", "a.example"),
        ("https://a.example", "a.example"),
        ("a", ""),
        (None, ""),
    ],
)
def test_a_site_is_called_as_people_call_it(link: str | None, site: str) -> None:
    """Copy and previews name the host, without what nobody says."""
    assert site_of(link) == site


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("https://u:rebajas@Tienda.example:8443/a%20b?q=rebajas#rebajas", "tienda.example/a b"),
        ("javascript:rebajas", ""),
        (None, ""),
    ],
)
def test_what_only_machines_read_of_a_link_is_not_read(link: str | None, words: str) -> None:
    """Tracking parameters do not stop a campaign."""
    assert words_in_link(link) == words


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://www.a.example/tartas/", "a.example/tartas"),
        ("https://a.example", "a.example"),
        ("https://a.example/tartas?utm_source=x&utm_medium=y", "a.example/tartas"),
        ("https://a.example/p?id=7", "a.example"),
        ("https://a.example/p#tartas", "a.example"),
        ("https://a.example/tartas-de-boda-y-de-cumplea%C3%B1os", "a.example"),
        ("https://a.example/2027/01/tartas-de-boda-para-mayo-y-para-junio", "a.example"),
        (None, ""),
    ],
)
def test_an_address_leads_to_the_page_where_people_can_type_it(
    link: str | None, address: str
) -> None:
    """Who types what a picture or a post says comes to the offer, or to its sender's front page."""
    assert address_of(link) == address
