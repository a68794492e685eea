"""What a campaign through every network says, in each language."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "es": {
        "product": "café de filtro de Etiopía",
        "audience": "vecinos de Ruzafa que disfrutan del café sin prisas",
        "core_message": "Un café de filtro para las tardes sin prisa",
        "call_to_action": "Reserva tu mesa",
    },
    "en": {
        "product": "black tea",
        "audience": "people who read",
        "core_message": "A calm cup for long books",
        "call_to_action": "See the teas",
    },
}
"""Fields of a request, by its language."""
