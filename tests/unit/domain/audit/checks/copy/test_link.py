"""Where a post leads, and the addresses in its text."""

from typing import Any

import pytest

from activities.content.templates.copywriter import write_copy
from contracts import BrandKit, QualityVerdict
from contracts.terms import AuditTerms
from domain.audit.checks.copy.link import CHECK
from domain.platforms import placement_of
from tests.support.audit.subjects import LINK, codes, subject
from tests.support.campaigns.content_orders import PLACEMENTS, content_order

POST = placement_of("x", "post")


def texts(body: str, **how: Any) -> list[tuple[str | None, str, str | None]]:
    """Return reason, severity and address of what is found about links in a body."""
    return [
        (each.reason_code, str(each.severity), each.evidence["url"])
        for each in CHECK(subject(text={"headline": "Ya", "body": body}, **how))
        if each.result is not QualityVerdict.PASS
    ]


def test_a_post_that_leads_where_it_should_passes() -> None:
    """The campaign's own page over a protected connection is no finding."""
    findings = CHECK(subject())

    assert codes(findings) == [("PASS", None, "CRITICAL")]
    assert findings[0].evidence["host"] == "tostadores.example"


@pytest.mark.parametrize("link", [None, f"{LINK}#top", f"{LINK}&utm_source=x"])
def test_a_post_that_leads_elsewhere_is_blocked(link: str | None) -> None:
    """Nobody can send the public anywhere but where the operator wants it."""
    findings = CHECK(subject(link=link))

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
        'https://tostadores.example/"onclick',
        "https://tostadores.example/<b>",
        "https://tostadores.example/\u202egpj",
    ],
)
def test_a_link_that_opens_no_page_is_blocked(link: str) -> None:
    """A link without a host on the web does not go out, whoever asked for it."""
    findings = CHECK(subject(link=link, context={"landing_url": link}))

    assert codes(findings) == [("FAIL", "LINK_INVALID", "CRITICAL")]


def test_an_unprotected_link_is_blocked() -> None:
    """Nobody is sent to a page on which others can watch."""
    link = LINK.replace("https", "http")

    findings = CHECK(subject(link=link, context={"landing_url": link}))

    assert codes(findings) == [("FAIL", "LINK_NOT_HTTPS", "CRITICAL")]


@pytest.mark.parametrize(
    ("body", "reasons"),
    [
        (
            "See http://evil.example/phish now",
            ["LINK_NOT_HTTPS", "LINK_HOST_NOT_ALLOWED"],
        ),
        ("Mira https://evil.example.", ["LINK_HOST_NOT_ALLOWED"]),
        ("漢https://evil.example", ["LINK_HOST_NOT_ALLOWED"]),
        ("Entra por https://tostadores.example@evil.example/", ["LINK_HOST_NOT_ALLOWED"]),
        ("Mira www.evil.example", ["LINK_HOST_NOT_ALLOWED"]),
        ("Reserva en bit.ly/cafe", ["LINK_HOST_NOT_ALLOWED"]),
        ("Reserva en linktr.ee/cafe", ["LINK_HOST_NOT_ALLOWED"]),
        ("Reserva:evil.com/cafe", ["LINK_HOST_NOT_ALLOWED"]),
        ("Baja ftp://tostadores.example/x", ["LINK_INVALID"]),
        ("Mira http://tostadores.example", ["LINK_NOT_HTTPS", "LINK_MISMATCH"]),
    ],
)
def test_a_link_in_the_text_leads_where_the_campaign_wants_it(
    body: str, reasons: list[str]
) -> None:
    """Nobody smuggles a page past the audit by writing its address into the copy."""
    found = texts(body)

    assert [reason for reason, _, _ in found] == reasons
    assert "CRITICAL" in {severity for _, severity, _ in found}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("Mejor que en amazon.com", "LINK_HOST_NOT_ALLOWED"),
        ("Mira linktr.rocas/cafe", "LINK_HOST_NOT_ALLOWED"),
        ("Mira https://tostadores.example/otra", "LINK_MISMATCH"),
    ],
)
def test_an_address_that_may_be_meant_otherwise_is_shown_to_a_person(
    body: str, reason: str
) -> None:
    """A rival's name that is a host, and another page of the sender's, are somebody's decision."""
    assert [(code, severity) for code, severity, _ in texts(body)] == [(reason, "HIGH")]


@pytest.mark.parametrize(
    "body",
    [
        f"Mira {LINK}.",
        f"({LINK})",
        "Ver la cosecha: tostadores.example",
        "Ver la cosecha: tienda.tostadores.example/cosecha",
        "Escribe a hola@correo.com",
        "Versión v2.borrador, 3.5 kg y/o hola.adios",
        "Abre la tienda.Es lunes",
        "#evil.com @evil.com",
    ],
)
def test_the_sender_s_own_address_and_plain_words_are_no_fault(body: str) -> None:
    """Mail addresses, decimals and a forgotten space are not taken for links."""
    assert texts(body) == []


def test_a_brand_may_be_called_as_its_host() -> None:
    """A name such as `booking.com` may stand in the copy of whoever bears it."""
    brand = BrandKit(name="Tostadores.com")

    assert texts("Tostadores.com tuesta hoy", context={"brand": brand}) == []


def test_hosts_that_are_allowed_may_be_linked_to() -> None:
    """Whoever names the hosts decides which pages the text may show."""
    terms = AuditTerms(link_hosts=["tostadores.example", "mapas.example"])

    assert texts("Ven: https://mapas.example/tienda", context={"terms": terms}) == []


def test_the_way_to_unsubscribe_is_no_strange_link() -> None:
    """A mail shows where its reader leaves the list."""
    terms = AuditTerms(unsubscribe_url="https://listas.example/baja")

    assert texts("Baja: https://listas.example/baja", context={"terms": terms}) == []


def test_without_a_landing_page_a_person_says_where_links_may_lead() -> None:
    """A link that nothing can be compared with is shown, and a name with a dot is let pass."""
    nowhere: dict[str, Any] = {"link": None, "context": {"landing_url": None}}

    found = texts("Mira https://evil.example y amazon.com", **nowhere)

    assert found == [("NOT_EVALUATED", "HIGH", "https://evil.example")]


def test_a_link_that_ends_in_a_full_stop_is_recognised() -> None:
    """A landing page may end in marks that otherwise end a sentence."""
    link = "https://tostadores.example/?utm_source=a&utm_medium=b&utm_campaign=c."

    assert texts(f"Mira {link}", link=link, context={"landing_url": link}) == []


@pytest.mark.parametrize(
    ("body", "how", "expected"),
    [
        ("La cosecha", {}, [("LINK_MISMATCH", "CRITICAL", None)]),
        (f"La cosecha: {LINK}", {}, []),
        ("La cosecha", {"context": {"landing_url": None}}, [("LINK_MISMATCH", "CRITICAL", None)]),
        ("La cosecha", {"link": None, "context": {"landing_url": None}}, []),
    ],
)
def test_a_post_without_another_place_has_its_link_in_the_text(
    body: str, how: dict[str, Any], expected: list[Any]
) -> None:
    """A post on X whose text does not show the link would lead nowhere."""
    assert texts(body, placement=POST, **how) == expected


@pytest.mark.parametrize(("channel", "placement"), PLACEMENTS)
def test_what_our_own_copywriter_writes_links_well(channel: str, placement: str) -> None:
    """Phoenix's own copy passes on every placement, with its link in the text or beside it."""
    order = content_order(channel, placement)
    place = placement_of(channel, placement)

    found = CHECK(
        subject(
            placement=place,
            text=write_copy(order, place),
            link=order.landing_url,
            context={"landing_url": order.landing_url},
        )
    )

    assert {each.reason_code for each in found} <= {None, "UTM_MISSING"}
