"""The sentences that copy is made of, in Spanish and English.

They say nothing of a product that the request does not say: no praise, no promise, no emoji.
None of them has a place for a product or a brand that would take an article, a number or a gender.
"""

from collections.abc import Mapping
from typing import Final

from contracts import Language
from domain.tone import Voice

ES: Final = Language.SPANISH
EN: Final = Language.ENGLISH

MORE: Final[Mapping[tuple[Language, Voice], str]] = {
    (ES, Voice.FORMAL): "Más información",
    (ES, Voice.NEUTRAL): "Más información",
    (ES, Voice.INFORMAL): "Más información",
    (EN, Voice.FORMAL): "More information",
    (EN, Voice.NEUTRAL): "More info",
    (EN, Voice.INFORMAL): "More info",
}
"""What stands before a link."""
MORE_AT: Final[Mapping[Language, str]] = {
    ES: "Más información en {site}.",
    EN: "Find out more at {site}.",
}
"""Where a mail's reader is led, as a line of its own."""
GREETING: Final[Mapping[tuple[Language, Voice], str]] = {
    (ES, Voice.FORMAL): "Buenos días:",
    (ES, Voice.NEUTRAL): "Hola:",
    (ES, Voice.INFORMAL): "Hola:",
    (EN, Voice.FORMAL): "Hello,",
    (EN, Voice.NEUTRAL): "Hello,",
    (EN, Voice.INFORMAL): "Hi there,",
}
CLOSING: Final[Mapping[tuple[Language, Voice], str]] = {
    (ES, Voice.FORMAL): "Reciba un cordial saludo,\n{brand}",
    (ES, Voice.NEUTRAL): "Un saludo,\n{brand}",
    (ES, Voice.INFORMAL): "Hasta pronto,\n{brand}",
    (EN, Voice.FORMAL): "Kind regards,\n{brand}",
    (EN, Voice.NEUTRAL): "Best regards,\n{brand}",
    (EN, Voice.INFORMAL): "All the best,\n{brand}",
}
DISCOVER: Final[Mapping[Language, str]] = {ES: "Más información", EN: "Learn more"}
"""The call to action that is left when a reviewer forbids the request's own."""
