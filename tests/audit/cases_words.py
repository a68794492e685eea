"""Labelled copies: words that must not appear, and words that only look like them."""

from typing import Any, Final

from contracts.terms import AuditTerms
from tests.audit.case import ENGLISH, Case, said

_POLITICS: Final[dict[str, Any]] = {"do_not_do": ["No mencionar política"]}
_ALCOHOL: Final[dict[str, Any]] = {"do_not_do": ["Evitar alcohol"]}
_PROVEN: Final[dict[str, Any]] = {
    "terms": AuditTerms(substantiations={"el mejor café": "Cata 2026, acta 12"})
}
_KNOWN: Final[dict[str, Any]] = {
    "terms": AuditTerms(contacts=["hola@tostadores.example", "+34 600 11 22 33"])
}

WORD_CASES: Final[list[Case]] = [
    *(
        said("forbidden_topic_check", "FORBIDDEN_TOPIC", text, **_POLITICS)
        for text in (
            "Las elecciones son el domingo",
            "El café del presidente",
            "p0l1tica sin filtro",
            "#PoliticaHoy",
            "Ya votaron por nuestra mezcla",
            "El gobierno de los sabores",
            "Un partido de fútbol y un café",
        )
    ),
    said("forbidden_topic_check", "FORBIDDEN_TOPIC", "Mejor con una cerveza fría", **_ALCOHOL),
    said("forbidden_topic_check", "FORBIDDEN_TOPIC", "Vote for your favourite roast", **_POLITICS),
    *(
        said("forbidden_topic_check", None, text, **_POLITICS)
        for text in (
            "La cosecha nueva ya está en la tienda",
            "Un bote de miel de romero",
            "Repartimos por toda la ciudad",
            "Freshly roasted this morning",
            "La botica del barrio",
            "Su partida de nacimiento, traducida en 48 horas",
        )
    ),
    said("forbidden_topic_check", None, "Agua fresca con limón", **_ALCOHOL),
    *(
        said("forbidden_term_check", "FORBIDDEN_TERM", text, do_not_do=["No decir 'barato'"])
        for text in (
            "El más barato",
            "Una opción barata",
            "Baratísimo",
            "b4r4t0",
            "bar\u200bato",
            "#CafeBarato",
        )
    ),
    said(
        "forbidden_term_check",
        "FORBIDDEN_TERM",
        "Del Mercado Negro",
        do_not_do=["No mencionar Mercado Negro"],
    ),
    *(
        said("forbidden_term_check", None, text, do_not_do=["No decir 'barato'"])
        for text in ("Las barras de pan", "Un barco a vapor", "Precio justo", "Barista en casa")
    ),
    said(
        "forbidden_term_check",
        None,
        "Un mercado y un gato negro",
        do_not_do=["No mencionar Mercado Negro"],
    ),
    *(
        said("profanity_check", "PROFANITY", text)
        for text in (
            "Un café cojonudo",
            "Esto es la hostia",
            "No me jodas, qué bueno",
            "M1erda de lunes",
            "This coffee is fucking good",
            "Damn good coffee",
            "Eres un gilipollas si no lo pruebas",
            "Sh1t happens",
        )
    ),
    *(
        said("profanity_check", None, text)
        for text in (
            "Pollo asado con patatas",
            "Un clásico de la casa",
            "A classic assortment of cocktails",
            "El corte de pelo perfecto",
            "Passion for assembly",
            "Sussex and Scunthorpe deliveries",
            "Culotte y blusa de lino",
        )
    ),
    *(
        said("claims_check", code, text)
        for text, code in (
            ("El mejor café del mundo", "UNSUBSTANTIATED_CLAIM"),
            ("Somos líderes del sector", "UNSUBSTANTIATED_CLAIM"),
            ("Resultados garantizados", "UNSUBSTANTIATED_CLAIM"),
            ("Nº 1 en ventas", "UNSUBSTANTIATED_CLAIM"),
            ("Envío gratis", "UNSUBSTANTIATED_CLAIM"),
            ("Cura el insomnio en una semana", "HEALTH_CLAIM"),
            ("Pierde 10 kilos en un mes", "HEALTH_CLAIM"),
            ("Clinically proven to work", "HEALTH_CLAIM"),
            ("The world's best coffee", "UNSUBSTANTIATED_CLAIM"),
            ("Risk-free for everyone", "UNSUBSTANTIATED_CLAIM"),
            ("No hay café que se le compare", "UNSUBSTANTIATED_CLAIM"),
        )
    ),
    *(
        said("claims_check", None, text)
        for text in (
            "Tu mejor momento del día",
            "Envío gratis en pedidos de más de 30 euros",
            "Café de tueste medio",
            "Feel free to ask",
            "Gluten free bread",
            "100 % arábica",
            "Una garantía de dos años",
        )
    ),
    said("claims_check", None, "El mejor café, según la cata", context=_PROVEN),
    *(
        said("personal_attributes_check", "PERSONAL_ATTRIBUTE_ASSERTED", text)
        for text in (
            "¿Tienes diabetes? Este café es para ti",
            "¿Sufre depresión?",
            "Tus deudas, fuera",
            "Como católico, sabrás apreciarlo",
            "Are you gay?",
            "Struggling with your depression?",
            "Meet other Christians near you",
            "Ese problema de peso que arrastras",
        )
    ),
    *(
        said("personal_attributes_check", None, text)
        for text in (
            "Café sin azúcar, apto para personas con diabetes",
            "¿Tienes cinco minutos?",
            "Tu café de siempre",
            "A service for people with depression",
            "You choose the roast",
            "El negro es el color del café",
        )
    ),
    *(
        said("pii_check", "PII_IN_COPY", text)
        for text in (
            "Escribe a maria.perez@correo.example",
            "Llama al 612 34 56 78",
            "Call +44 20 7946 0958 now",
            "DNI 12345678Z",
            "NIE X1234567L",
            "Tarjeta 4111 1111 1111 1111",
        )
    ),
    *(
        said("pii_check", None, text, context=_KNOWN)
        for text in (
            "Escribe a hola@tostadores.example",
            "Llama al 600 11 22 33",
            "Desde 1998, 1.250.000 tazas",
            "Del 12 al 24 de noviembre de 2026",
            "Referencia 12345678A",
            "Pedido 20261123",
        )
    ),
    *(
        said("placeholder_check", code, text)
        for text, code in (
            ("Hola {{nombre}}", "PLACEHOLDER_LEFT"),
            ("Hola [Nombre], tu café", "PLACEHOLDER_LEFT"),
            ("Lorem ipsum dolor sit amet", "PLACEHOLDER_LEFT"),
            ("TODO: escribir el texto", "PLACEHOLDER_LEFT"),
            ("Por solo None.", "PLACEHOLDER_LEFT"),
            ("Desde undefined euros", "PLACEHOLDER_LEFT"),
            ("CafÃ© reciÃ©n tostado", "ENCODING_BROKEN"),
            ("It\u00e2\u20ac\u2122s here", "ENCODING_BROKEN"),
            ("Caf\ufffd", "ENCODING_BROKEN"),
            ("Té &amp; café", "ENCODING_BROKEN"),
            ("Ca\u200bfé", "ENCODING_BROKEN"),
        )
    ),
    *(
        said("placeholder_check", None, text)
        for text in (
            "TODO incluido",
            "None of the sugar, all of the taste",
            "São Paulo y Ávila",
            "[Oferta hasta el domingo]",
            "Familia 👨‍👩‍👧‍👦 y café",
            "Tallas XS a XXL",
        )
    ),
    *(
        said("forbidden_topic_check", code, text, **_POLITICS, context=ENGLISH)
        for text, code in (
            ("The election special", "FORBIDDEN_TOPIC"),
            ("The selection special", None),
        )
    ),
]
