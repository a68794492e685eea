"""Prices, web addresses and faces in copy, however they are written."""

import time
from collections.abc import Callable

import pytest

from domain.audit.checks.copy import tone_voice
from domain.text.prices import perhaps_prices_in, prices_in
from domain.text.traits import (
    capitals_in,
    emoticons_in,
    has_shouted_run,
    links_in,
    perhaps_links_in,
)
from tests.support.audit.subjects import codes, subject

_PRICES = "No mencionar precios"
_LINKS = "No poner enlaces"
_FACES = "No usar emoticonos"


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        (_PRICES, "Solo diez euros"),
        (_PRICES, "Llévatelo por EUR 12"),
        (_PRICES, "MXN 200 la bolsa"),
        (_PRICES, "USD 20 a bag"),
        (_PRICES, "PEN 15"),
        (_PRICES, "Only 12 bucks"),
        (_PRICES, "Two bags for ten quid"),
        (_PRICES, "half a dollar"),
        (_PRICES, "cuesta 3'50 €"),
        (_PRICES, "£9.99"),
        (_LINKS, "Reserva en bit.ly/cafe"),
        (_LINKS, "linktr.ee/cafe"),
        (_LINKS, "wa.me/34600111222"),
        (_LINKS, "youtu.be/abc"),
        (_LINKS, "Visita phoenix.coffee."),
        (_LINKS, "tostadoresdeespaña.com"),
        (_FACES, ":-) qué rico"),
        (_FACES, "Rico :)"),
        (_FACES, "Te <3"),
        (_FACES, "Rico 😀"),
    ],
)
def test_what_the_brief_forbids_blocks_however_it_is_written(rule: str, body: str) -> None:
    """A price in words, a short link and a face of punctuation do not get past a prohibition."""
    ((result, _, severity),) = codes(tone_voice.CHECK(subject(do_not_do=[rule], text={"b": body})))

    assert (result, severity) == ("FAIL", "CRITICAL")


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        (_PRICES, "Por 9,99 en tienda"),
        (_PRICES, "Costs 4.99 a cup"),
        (_PRICES, "Solo 10 pavos"),
        (_PRICES, "20p per cup"),
        (_PRICES, "Unos pocos euros"),
        (_PRICES, "Two pounds of beans"),
        (_LINKS, "Visita phoenix.rocks"),
        (_LINKS, "Nos vemos mañana.no te lo pierdas"),
        (_LINKS, "Abre la tienda.Es lunes"),
        (_LINKS, "Visita Tostadores.Com"),
        (_LINKS, "Síguenos en #tostadores.com"),
        (_LINKS, "Ya está aquí.ve"),
        ("No usar emojis", "Rico :)"),
    ],
)
def test_what_may_be_forbidden_is_read_by_a_person(rule: str, body: str) -> None:
    """A bare amount, a weight and an unknown ending neither block nor pass unseen."""
    ((result, _, severity),) = codes(tone_voice.CHECK(subject(do_not_do=[rule], text={"b": body})))

    assert (result, severity) == ("WARN", "HIGH")


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        (_PRICES, "Desde 1998, 1.250.000 tazas y 2,50 kg"),
        (_PRICES, "Abierto a las 9.30 o 10.30 h, el 12.05.2026"),
        (_PRICES, "Vídeo en 1080p, un café y un pen 3"),
        (_LINKS, "Ya está aquí. Ven a EE.UU., p.ej., o S.A. de C.V."),
        (_LINKS, "Escribe a ana.perez@tostadores.rocks"),
        (_FACES, "Horario: (lunes) 8) nueve, a las 10:30, en <3 min"),
    ],
)
def test_other_marks_and_numbers_are_no_fault(rule: str, body: str) -> None:
    """Years, weights, times, abbreviations and mail addresses do not stop a campaign."""
    assert codes(tone_voice.CHECK(subject(do_not_do=[rule], text={"b": body})))[0][0] == "PASS"


@pytest.mark.parametrize(
    "search", [prices_in, perhaps_prices_in, links_in, perhaps_links_in, emoticons_in]
)
@pytest.mark.parametrize("piece", ["1", "1.", "a-", "aa.", "a ", ":", "veint", "$1 "])
def test_the_time_of_a_search_grows_with_the_text(
    search: Callable[[str], list[str]], piece: str
) -> None:
    """No run of digits or points makes an audit slower than the copy's length explains."""

    def fastest(length: int) -> float:
        times: list[float] = []
        for number in range(3):
            text = piece * (length // len(piece)) + str(number)
            began = time.thread_time()
            search(text)
            times.append(time.thread_time() - began)
        return min(times)

    # Sixteen times the text takes sixteen times as long; were it quadratic, 256 times.
    assert fastest(16_000) < 100 * max(fastest(1_000), 0.0005)


@pytest.mark.parametrize(
    "text",
    [
        "Viaje con RENFE",
        "Pague por SEPA y lea el RGPD",
        "CP 27001 LUGO",
        "La NASA y la ONCE",
        "QR, DNI",
        "Muestre su DNI y QR en caja",
        "SW1A 1AA London",
        "EH1 2NG",
        "TV 4K UHD HDR",
        "El CEO y el CTO",
        "Siglos XVIII y XXI",
        "UNESCO, WLTP, AENOR",
        "Con el código VERANO",
        "Use code SUMMER today",
        "https://a.es/OFERTA/BLACK",
        "IVA incluido, PVP",
    ],
)
def test_names_codes_and_addresses_in_capitals_are_not_shouted(text: str) -> None:
    """Railways, space agencies, postcodes and the letters of a link are written as they are."""
    assert capitals_in(text) == []
    assert not has_shouted_run(text)


@pytest.mark.parametrize(
    ("text", "shouted"),
    [
        ("GRATIS hoy", ["GRATIS"]),
        ("ÚLTIMAS TALLAS de abrigo", ["ÚLTIMAS", "TALLAS"]),
        ("ES TU DÍA", ["ES", "TU", "DÍA"]),
        ("BUY NOW", ["BUY", "NOW"]),
        ("REGÁLATELO", ["REGÁLATELO"]),
        ("Viaje con RENFE, OFERTA", ["OFERTA"]),
        ("¡¡COMPRA!!", ["COMPRA"]),
    ],
)
def test_words_in_capitals_are_shouted(text: str, shouted: list[str]) -> None:
    """What the dictionaries know as a word is no acronym."""
    assert capitals_in(text) == shouted
    assert has_shouted_run(text) is (len(shouted) > 1)
