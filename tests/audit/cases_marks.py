"""Labelled copies: marks, voice, style, language, reading ease, fields and lengths.

Longer than 250 lines because it is a table: cases of one kind are read beside each other.
"""

from dataclasses import replace
from typing import Any, Final

from contracts.terms import AuditTerms
from domain.platforms import placement_of
from tests.audit.case import ENGLISH, Case, said, shown
from tests.support.audit.subjects import COPY, LINK, SMALL_FEED

_GOOGLE: Final = placement_of("google_display", "square")
_X: Final = placement_of("x", "post")
_EMAIL: Final = placement_of("email", "newsletter")
_NO_BRACES: Final = replace(SMALL_FEED, forbidden_characters="{}#")
_FORMAL: Final[dict[str, Any]] = {"tone_guard": {"voice": "formal"}}
_INFORMAL: Final[dict[str, Any]] = {"tone_guard": {"voice": "familiar"}}
_MINIMAL: Final[dict[str, Any]] = {"tone_guard": {"style": "minimal"}}
_HARD: Final = (
    "La implementación interdisciplinaria de estrategias organizacionales posibilita la "
    "optimización sistemática de la rentabilidad corporativa mediante procedimientos de "
    "automatización inteligente, la monitorización ininterrumpida de indicadores cuantitativos, "
    "la externalización progresiva de responsabilidades administrativas complementarias."
)
_EASY: Final = (
    "El café es bueno. Lo tuesta Ana cada día. Ven y pruébalo hoy. Te va a gustar. Hay pan y "
    "miel. La casa es vieja. El sol entra por la tarde. Se está bien aquí. Ven con quien quieras."
)
_HARD_EN: Final = (
    "Organizational interoperability necessitates comprehensive administrative standardization, "
    "systematically facilitating interdisciplinary communication, profitability optimization and "
    "continuous environmental accountability throughout internationally distributed "
    "telecommunications infrastructure, notwithstanding considerable institutional heterogeneity "
    "and multidimensional jurisdictional complexity in international marketplaces."
)
_EASY_EN: Final = (
    "The coffee is good. Ann roasts it each day. Come and try it. You will like it. There is "
    "bread and jam too. The house is old. The sun comes in at four. It is nice here. Come in."
)


def _fields(check_id: str, name: str, code: str | None, text: dict[str, str], **how: Any) -> Case:
    return shown(check_id, name, code, text=text, **how)


_GOOD_GOOGLE: Final = {
    "headline": "Café de la cosecha",
    "long_headline": "La cosecha nueva ya está en la tienda",
    "description": "Recién tostado cada lunes",
    "business_name": "Tostadores",
    "call_to_action": "Ver la cosecha",
}

_COMPLIANCE: Final[list[tuple[str, str | None, dict[str, Any]]]] = [
    ("Novedades", "UNSUBSCRIBE_MISSING", {"placement": _EMAIL}),
    (
        "Novedades",
        "UNSUBSCRIBE_MISSING",
        {"placement": _EMAIL, "context": {"terms": AuditTerms(bulk_email=True)}},
    ),
    ("Una imagen", "AI_DISCLOSURE_MISSING", {"ai_generated": True}),
    (
        "Una imagen",
        "AI_DISCLOSURE_MISSING",
        {"ai_generated": True, "context": {"terms": AuditTerms(regions=["es"])}},
    ),
    ("Café", "AD_DISCLOSURE_MISSING", {"context": {"terms": AuditTerms(ad_label="#ad")}}),
    ("Novedades. Puede darse de baja aquí.", None, {"placement": _EMAIL}),
    (
        "Novedades",
        None,
        {
            "placement": _EMAIL,
            "context": {
                "terms": AuditTerms(bulk_email=True, unsubscribe_url="https://a.example/baja")
            },
        },
    ),
    ("Imagen creada con IA", None, {"ai_generated": True}),
    ("Café #ad", None, {"context": {"terms": AuditTerms(ad_label="#ad")}}),
]

MARK_CASES: Final[list[Case]] = [
    *(
        said("caps_check", "EXCESSIVE_CAPS", text)
        for text in ("OFERTA HOY", "COMPRA ya", "Ven a la tienda, SOLO HOY y mañana", "GRAN café")
    ),
    *(
        said("caps_check", None, text)
        for text in ("Con IVA incluido", "La ONU del café", "Café de Nariño", "Oferta de la OCU")
    ),
    *(
        said("punctuation_check", code, text)
        for text, code in (
            ("¡¡Ya está aquí!!", "REPEATED_PUNCTUATION"),
            ("¿De verdad?!", "REPEATED_PUNCTUATION"),
            ("Ven ya.....", "REPEATED_PUNCTUATION"),
            ("Quieres café?", "MISSING_OPENING_MARK"),
            ("Ya está aquí!", "MISSING_OPENING_MARK"),
            ("¡Ven a vernos", "MISSING_CLOSING_MARK"),
            ("¿Y si mañana no arranca…", "MISSING_CLOSING_MARK"),
        )
    ),
    _fields(
        "punctuation_check",
        "Google headline",
        "EXCLAMATION_IN_HEADLINE",
        {"headline": "¡Ya!"},
        placement=_GOOGLE,
    ),
    *(
        said("punctuation_check", None, text)
        for text in (
            "¡Ya está aquí!",
            "¿Quieres café?",
            "Ven... y quédate",
            "Pan, café y miel.",
            "Más en https://tostadores.com/?q=1",
            "¿Vienes o no?",
        )
    ),
    said("punctuation_check", None, "Do you want coffee?", context=ENGLISH),
    _fields(
        "emoji_check",
        "Google forbids them",
        "EMOJI_NOT_ALLOWED",
        {"headline": "Café ☕"},
        placement=_GOOGLE,
    ),
    said("emoji_check", "TOO_MANY_EMOJI", "Café " + "☕" * 11),
    said("emoji_check", "TOO_MANY_EMOJI", "☕☕", constraints={"instagram.feed.max_emoji": 1}),
    said("emoji_check", "TOO_MANY_EMOJI", "👨‍👩‍👧‍👦" * 11),
    said("emoji_check", None, "Café ☕"),
    said("emoji_check", None, "Marca registrada™ nº 5"),
    said("emoji_check", None, "👨‍👩‍👧‍👦" * 10),
    _fields("emoji_check", "Google without", None, {"headline": "Café 100 %"}, placement=_GOOGLE),
    said(
        "hashtag_mention_check",
        "TOO_MANY_HASHTAGS",
        " ".join(f"#c{n}" for n in range(31)),
        placement=replace(SMALL_FEED, max_hashtags=30),
    ),
    said("hashtag_mention_check", "TOO_MANY_MENTIONS", " ".join(f"@c{n}" for n in range(21))),
    said("hashtag_mention_check", "CHARACTER_NOT_ALLOWED", "Café #nuevo", placement=_NO_BRACES),
    said(
        "hashtag_mention_check",
        "TOO_MANY_HASHTAGS",
        "#a #b",
        constraints={"instagram.feed.max_hashtags": 1},
    ),
    said("hashtag_mention_check", None, " ".join(f"#c{n}" for n in range(30))),
    said("hashtag_mention_check", None, "Escribe a hola@tostadores.example"),
    said("hashtag_mention_check", None, "Café nuevo", placement=_NO_BRACES),
    *(
        said("tone_voice_check", "TONE_NOT_FORMAL", text, **_FORMAL)
        for text in (
            "Descubre tu café",
            "Un café brutal",
            "¡Ya está aquí!",
            "Café ☕",
            "OFERTA de hoy",
        )
    ),
    said("tone_voice_check", "TONE_NOT_FORMAL", "You’ll love it", **_FORMAL, context=ENGLISH),
    *(
        said("tone_voice_check", "TONE_TOO_FORMAL", text, **_INFORMAL)
        for text in (
            "Estimado cliente:",
            "Le presentamos la cosecha",
            "We are pleased to announce it",
        )
    ),
    *(
        said("tone_voice_check", None, text, **_FORMAL)
        for text in (
            "Descubra su café",
            "La compra es segura",
            "Reciba un cordial saludo",
            "Más información: acacia.example/visita",
        )
    ),
    *(
        said("tone_voice_check", None, text, **_INFORMAL)
        for text in ("Te espera tu café", "Ven hoy")
    ),
    said(
        "tone_style_check",
        "STYLE_NOT_MINIMAL",
        "Café muy, muy bueno, increíble, único, perfecto",
        **_MINIMAL,
    ),
    _fields(
        "tone_style_check",
        "long headline",
        "STYLE_NOT_MINIMAL",
        {"headline": "La cosecha nueva de Nariño ya está en la tienda del barrio"},
        **_MINIMAL,
    ),
    _fields(
        "tone_style_check",
        "two sentences",
        "STYLE_NOT_MINIMAL",
        {"headline": "Ya está. Ven hoy."},
        **_MINIMAL,
    ),
    said("tone_style_check", "STYLE_NOT_MINIMAL", "Café #a #b #c", **_MINIMAL),
    said("tone_style_check", "STYLE_NOT_MINIMAL", "Café ☕", **_MINIMAL),
    said("tone_style_check", None, "La cosecha nueva.", **_MINIMAL),
    said("tone_style_check", None, "Café de Nariño.", **_MINIMAL),
    said("tone_style_check", None, "Café muy, muy bueno, increíble"),
    said("readability_check", "READABILITY_TOO_HARD", _HARD),
    said("readability_check", "READABILITY_TOO_HARD", _HARD_EN, context=ENGLISH),
    said("readability_check", "READABILITY_TOO_HARD", _HARD.replace(", ", " y ")),
    said("readability_check", None, _EASY),
    said("readability_check", None, _EASY_EN, context=ENGLISH),
    said("readability_check", None, "Optimización interdisciplinaria"),
    *(
        said("language_check", "LANGUAGE_MISMATCH", text)
        for text in (
            "The new harvest is in the store",
            "Discover the new collection today",
            "La nouvelle récolte est dans notre boutique",
            "A nova colheita já está na loja",
            "Die neue Ernte ist jetzt im Laden",
        )
    ),
    said(
        "language_check",
        "LANGUAGE_MISMATCH",
        "Descubre la nueva colección de otoño",
        context=ENGLISH,
    ),
    *(
        said("language_check", None, text)
        for text in (
            "La cosecha nueva ya está en la tienda",
            "Zapatillas para correr lejos",
            "Hecho a mano en Oaxaca",
            "Menos plástico, más océano",
            "Black Friday",
        )
    ),
    said(
        "language_check",
        None,
        "Fresh bread every morning, with butter",
        field="headline",
        context=ENGLISH,
    ),
    said("language_check", None, "Pass Plus day", context={**ENGLISH, "product": "Pass Plus day"}),
    said("language_check", "LANGUAGE_MISMATCH", "Pass Plus day", context=ENGLISH),
    _fields(
        "required_fields_check",
        "no body",
        "FIELD_MISSING",
        {"headline": "x", "call_to_action": "y"},
    ),
    _fields("required_fields_check", "blank body", "FIELD_MISSING", {**COPY, "body": " \n"}),
    _fields("required_fields_check", "nothing", "FIELD_MISSING", {}),
    _fields(
        "required_fields_check",
        "no long headline",
        "FIELD_MISSING",
        {k: v for k, v in _GOOD_GOOGLE.items() if k != "long_headline"},
        placement=_GOOGLE,
    ),
    _fields(
        "required_fields_check",
        "one of three headlines",
        "TOO_FEW_VARIANTS",
        _GOOD_GOOGLE,
        placement=_GOOGLE,
        constraints={"google_display.square.headline_variants": 3},
    ),
    _fields("required_fields_check", "all of Instagram", None, COPY),
    _fields("required_fields_check", "all of Google", None, _GOOD_GOOGLE, placement=_GOOGLE),
    _fields(
        "required_fields_check",
        "two headlines",
        None,
        {**_GOOD_GOOGLE, "headline_2": "Otra"},
        placement=_GOOGLE,
        constraints={"google_display.square.headline_variants": 2},
    ),
    _fields(
        "field_length_check", "X, one too many", "TEXT_TOO_LONG", {"body": "á" * 281}, placement=_X
    ),
    _fields(
        "field_length_check",
        "X, emoji weigh two",
        "TEXT_TOO_LONG",
        {"body": "☕" * 141},
        placement=_X,
    ),
    _fields(
        "field_length_check",
        "Google, wide characters",
        "TEXT_TOO_LONG",
        {"headline": "漢" * 16},
        placement=_GOOGLE,
    ),
    _fields(
        "field_length_check",
        "with its hashtags",
        "TEXT_TOO_LONG",
        {"body": "a" * 2195, "hashtags": "#cafe #mas"},
    ),
    _fields("field_length_check", "soft", "TEXT_MAY_TRUNCATE", {"headline": "a" * 81}),
    _fields(
        "field_length_check",
        "too short",
        "TEXT_TOO_SHORT",
        {"body": "Ya"},
        constraints={"instagram.feed.body_min": 10},
    ),
    _fields("field_length_check", "no such field", "NOT_EVALUATED", {"slogan": "Ya"}),
    _fields("field_length_check", "X at its limit", None, {"body": "á" * 280}, placement=_X),
    _fields(
        "field_length_check",
        "X counts links as 23",
        None,
        {"body": "https://a.es/" + "a" * 400},
        placement=_X,
    ),
    _fields(
        "field_length_check",
        "Mastodon counts links as 23",
        None,
        {"body": "a" * 476 + " https://a.example/" + "a" * 100},
        placement=placement_of("mastodon", "post"),
    ),
    _fields(
        "field_length_check", "Google at its limit", None, {"headline": "a" * 30}, placement=_GOOGLE
    ),
    *(
        _fields(
            "message_match_check",
            name,
            code,
            text,
            context={
                "core_message": "La cosecha nueva ya está en la tienda",
                "call_to_action": "Ver la cosecha",
            },
        )
        for name, code, text in (
            (
                "another subject",
                "CORE_MESSAGE_ABSENT",
                {"headline": "Zapatos", "call_to_action": "Ver la cosecha"},
            ),
            ("another action", "CTA_MISSING", {**COPY, "call_to_action": "Comprar"}),
            ("no action", "CTA_MISSING", {"headline": "La cosecha nueva", "body": "En la tienda"}),
            ("twice the same", "DUPLICATE_TEXT", {**COPY, "description": "La cosecha"}),
            ("half an action", "TEXT_CUT", {**COPY, "call_to_action": "Ver la…"}),
            ("sound", None, COPY),
            (
                "other words, same lemmas",
                None,
                {**COPY, "headline": "Cosechas nuevas", "body": "Estarán en tiendas"},
            ),
            (
                "action in the text",
                None,
                {"headline": "Cosecha nueva en la tienda", "body": "¿Ver la cosecha?"},
            ),
        )
    ),
    *(
        shown(
            "link_check",
            name,
            code,
            link=link,
            context={"landing_url": link, "terms": AuditTerms.model_validate(terms)},
        )
        for name, code, link, terms in (
            ("no page", "LINK_INVALID", "javascript:alert(1)", {}),
            ("unprotected", "LINK_NOT_HTTPS", LINK.replace("https", "http"), {}),
            ("stranger", "LINK_HOST_NOT_ALLOWED", LINK, {"link_hosts": ["otra.example"]}),
            ("not measurable", "UTM_MISSING", "https://a.example/?utm_source=x", {}),
            ("broken", "LINK_UNREACHABLE", LINK, {"link_statuses": {LINK: 404}}),
            ("no answer", "LINK_UNREACHABLE", LINK, {"link_statuses": {LINK: 0}}),
            ("sound", None, LINK, {}),
            (
                "subdomain",
                None,
                LINK.replace("//", "//www.tienda."),
                {"link_hosts": ["tostadores.example"]},
            ),
            ("reachable", None, LINK, {"link_statuses": {LINK: 200}}),
        )
    ),
    shown("link_check", "elsewhere", "LINK_MISMATCH", link=f"{LINK}#x"),
    *(said("compliance_check", code, text, **how) for text, code, how in _COMPLIANCE),
]
