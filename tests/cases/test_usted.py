"""Formal Spanish whose words have the endings of a tuteo: none of it is one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

from domain.audit.checks.copy.tone_voice import CHECK
from tests.support.audit.subjects import subject

_LINES: Final = Path(__file__).with_name("usted.txt").read_text("utf-8").splitlines()
_TUTEO: Final = ["Llevas y traes.", "Llegas tarde."]


@pytest.mark.parametrize(
    ("do_not_do", "tone_guard"), [(["No tutear"], {}), ([], {"voice": "formal"})], ids=str
)
def test_formal_spanish_is_no_tuteo(
    do_not_do: Sequence[str], tone_guard: Mapping[str, str]
) -> None:
    """“Informes mensuales” has no verb and passes, while a real “llegas” beside it is found."""
    judged = {
        line: CHECK(subject(do_not_do=do_not_do, tone_guard=tone_guard, text={"body": line}))[0]
        for line in (*_LINES, *_TUTEO)
    }

    assert [line for line, found in judged.items() if found.reason_code is not None] == _TUTEO
