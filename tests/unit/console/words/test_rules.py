"""What each rule became, in a person's words."""

import pytest

from console.words.rules import how_enforced
from domain.audit.rules.compiler import compile_rules


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Solo en español", "the copy is searched for text not in Spanish"),
        ("No escribir en inglés", "the copy is searched for English text"),
        ("No usar emojis", "the copy is searched for emoji"),
        ("No decir «english tea»", "the copy is searched for “english tea” in every form"),
    ],
)
def test_a_rule_says_what_is_searched(sentence: str, words: str) -> None:
    """Languages are written as people write them, and quotations as they stand."""
    (rule,) = compile_rules([sentence], {}, {})

    assert how_enforced(rule) == words
