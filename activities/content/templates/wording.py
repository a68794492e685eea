"""The sentences that copy is made of, in Spanish and English.

They say nothing of a product that the request does not say: no praise, no promise, no emoji.
"""

from collections.abc import Mapping
from typing import Final

from contracts import Language
from domain.tone import Voice

ES: Final = Language.SPANISH
EN: Final = Language.ENGLISH


PITCH: Final[Mapping[Language, str]] = {ES: "{product}, de {brand}", EN: "{product}, by {brand}"}
"""The product and whose it is, as a phrase."""

OFFER: Final[Mapping[tuple[Language, Voice], str]] = {
    (ES, Voice.FORMAL): "Le presentamos {pitch}",
    (ES, Voice.NEUTRAL): "Presentamos {pitch}",
    (ES, Voice.INFORMAL): "Te presentamos {pitch}",
    (EN, Voice.FORMAL): "We are pleased to present {pitch}",
    (EN, Voice.NEUTRAL): "This is {pitch}",
    (EN, Voice.INFORMAL): "Say hello to {pitch}",
}
BUSINESS_OFFER: Final[Mapping[tuple[Language, Voice], str]] = {
    (ES, Voice.FORMAL): "Desde {brand} le presentamos {product}",
    (ES, Voice.NEUTRAL): "Desde {brand} presentamos {product}",
    (ES, Voice.INFORMAL): "Desde {brand} te presentamos {product}",
    (EN, Voice.FORMAL): "At {brand}, we are pleased to present {product}",
    (EN, Voice.NEUTRAL): "At {brand}, we present {product}",
    (EN, Voice.INFORMAL): "At {brand}, we want you to meet {product}",
}
AUDIENCE: Final[Mapping[Language, str]] = {
    ES: "Una propuesta pensada para {audience}",
    EN: "We made it with {audience} in mind",
}
ANGLE: Final[Mapping[Language, str]] = {
    ES: "Cada vez se habla más de {angle}",
    EN: "There is more and more talk of {angle}",
}
GREETING: Final[Mapping[tuple[Language, Voice], str]] = {
    (ES, Voice.FORMAL): "Buenos días:",
    (ES, Voice.NEUTRAL): "Hola:",
    (ES, Voice.INFORMAL): "Hola:",
    (EN, Voice.FORMAL): "Dear reader,",
    (EN, Voice.NEUTRAL): "Hello,",
    (EN, Voice.INFORMAL): "Hi there,",
}
CLOSING: Final[Mapping[tuple[Language, Voice], str]] = {
    (ES, Voice.FORMAL): "Reciba un cordial saludo,\n{brand}",
    (ES, Voice.NEUTRAL): "Un saludo,\n{brand}",
    (ES, Voice.INFORMAL): "Un abrazo,\n{brand}",
    (EN, Voice.FORMAL): "Kind regards,\n{brand}",
    (EN, Voice.NEUTRAL): "Regards,\n{brand}",
    (EN, Voice.INFORMAL): "All the best,\n{brand}",
}
DISCOVER: Final[Mapping[Language, str]] = {ES: "Más información", EN: "Learn more"}
"""The call to action that is left when a reviewer forbids the request's own."""

FROM: Final[Mapping[Language, str]] = {ES: "Una propuesta de {brand}", EN: "From {brand}"}

_PEOPLE_ES: Final = (
    "adultos adultas aficionados aficionadas amantes autonomos autonomas clientes comercios "
    "conductores corredores corredoras duenos empresas equipos estudiantes familias gente "
    "hogares hombres jovenes lectores madres mayores mujeres negocios ninos padres pacientes "
    "parejas personas profesionales propietarios pymes quien quienes responsables todos "
    "usuarios vecinos viajeros "
)
_PEOPLE_EN: Final = (
    "adults anyone beginners busy businesses commuters companies couples customers everyone "
    "experienced families freelancers gardeners homeowners homes households independent "
    "managers men owners parents patients people professionals readers residents runners "
    "seniors small students teachers teams those travelers travellers users women young "
)
COMMON_NOUNS: Final = frozenset((_PEOPLE_ES + _PEOPLE_EN).split())
"""First words of an audience, without accents, that lose their capital inside a sentence."""
