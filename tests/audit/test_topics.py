"""How much of what copy says about a topic its lists find."""

import tomllib
from pathlib import Path

import pytest

from domain.audit.checks.copy.forbidden_topic import CHECK
from tests.support.audit.subjects import subject

_TOPICS = tomllib.loads((Path(__file__).parent / "topics.toml").read_text("utf-8"))
_RULES = {
    "politics": "No mencionar política",
    "religion": "No mencionar religión",
    "alcohol": "No mencionar alcohol",
    "tobacco": "No mencionar tabaco",
    "gambling": "No mencionar apuestas",
    "violence": "No mencionar violencia",
    "sex": "No mencionar sexo",
    "drugs": "No mencionar drogas",
    "weather": "No hablar del tiempo",
    "health": "No hablar de salud",
    "health_claims": "No hacer afirmaciones de salud",
    "weight_loss": "No prometer pérdidas de peso",
    "promised_results": "No prometer resultados",
}


@pytest.mark.parametrize("topic", _TOPICS)
def test_most_of_what_speaks_of_a_topic_is_found(topic: str) -> None:
    """Copy about a forbidden topic is blocked or shown to a person, as far as words go."""
    said = [text for part in _TOPICS[topic].values() for texts in part.values() for text in texts]
    rule = [_RULES[topic]]
    found = [
        text
        for text in said
        if any(
            each.result != "PASS" for each in CHECK(subject(do_not_do=rule, text={"body": text}))
        )
    ]

    assert len(found) >= 0.85 * len(said)
