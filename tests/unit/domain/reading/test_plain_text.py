"""Markup goes, and every character that a person reads stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reading.plain_text import one_line, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Caf&eacute; &amp; pan</p>", "Café & pan"),
        ("<b>Café</b> 5 < 6 > 4", "Café 5 < 6 > 4"),
        ("I <3 coffee & <Lugo>", "I <3 coffee & <Lugo>"),
        ("de <cinco> a <10> €", "de <cinco> a <10> €"),
        ("a<br/>b<BR />c", "a b c"),
        ('<a href="https://x.example/?a=1&b=2">aquí</a>', "aquí"),
        ("<xhtml:div>Hola</xhtml:div>", "Hola"),
        ("<!-- nota -->Hola<!-- otra", "Hola"),
        ("<script>alert('<b>')</script>Hola<style>p{}</style>", "Hola"),
        ("<!DOCTYPE html><?php echo 1 ?>Hola", "Hola"),
        ("<![CDATA[Hola]]>", "Hola"),
        ("<![CDATA[Hola", "Hola"),
        ("Pan &#55357;&#56832; y &#xD83D;&#xDE00;", "Pan 😀 y 😀"),
        ("Pan &#55357; solo", "Pan � solo"),
        ("Pan &#55357;&#57400; solo", "Pan � solo"),
        ("a\u202eb\x00c\u00a0d", "a b c d"),
    ],
)
def test_only_what_is_markup_goes(markup: str, text: str) -> None:
    """Angle brackets that are no tag are part of what somebody wrote."""
    assert plain_text(markup) == text


def test_half_a_character_becomes_a_mark() -> None:
    """What fits neither a contract nor UTF-8 does not get into one."""
    assert one_line("Ho\ud800la") == "Ho?la"


@given(st.text(max_size=200))
def test_a_line_is_printable(text: str) -> None:
    """Whatever the text, what comes out is one line that can be shown and stored."""
    assert plain_text(text).isprintable()
