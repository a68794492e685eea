"""The check for profanity, in both languages whatever the copy's own."""

import tomllib
from functools import cache
from importlib import resources

from activities.audit.exhibit import Exhibit
from activities.audit.findings import MAX_MATCHES
from activities.audit.words import TermIndex
from contracts import QualityCheck, Severity


def check_profanity(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge every text by the lists; the sender's own name is no fault."""
    judge = exhibit.judge("profanity_check", Severity.CRITICAL)
    found = [
        {"field": name, "term": match.found, "lang": language, "span": [match.start, match.end]}
        for name, text in exhibit.texts.items()
        for language, index in _indexes().items()
        for match in index.search(text.replace(exhibit.brand, " ") if exhibit.brand else text)
    ]
    if found:
        return [judge.failed("PROFANITY", matches=found[:MAX_MATCHES])]
    return [judge.passed()]


@cache
def _indexes() -> dict[str, TermIndex]:
    text = resources.files("activities.audit").joinpath("profanity.toml").read_text("utf-8")
    # An exact form is safer here than a lemma: "asado" must not become a swear word.
    return {lang: TermIndex(words, exact=True) for lang, words in tomllib.loads(text).items()}
