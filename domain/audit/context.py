"""What a campaign wants of its assets, as far as checks need to know it."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from contracts import BrandKit, CompiledRule, Language
from contracts.terms import AuditTerms
from domain.audit.rules.coverage import in_doubt
from domain.audit.ruleset import Ruleset

NO_TERMS: Final = AuditTerms()
"""Nothing to vouch for and nothing to disclose."""
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
_MARKS: Final = ".,;:!?¡¿()[]«»“”\"'’"


@dataclass(frozen=True)
class AuditContext:
    """What holds for every asset of a campaign; what nobody said is `None`."""

    rules: tuple[CompiledRule, ...]
    ruleset: Ruleset
    brand: BrandKit | None = None
    language: Language | None = None
    landing_url: str | None = None
    """Where every post has to lead; `None` allows any address."""
    core_message: str | None = None
    call_to_action: str | None = None
    request_message: str | None = None
    """The core message as the sender wrote it; the brief may have another's."""
    product: str | None = None
    """What is offered, as its sender writes it."""
    terms: AuditTerms = NO_TERMS
    policy_topics: frozenset[str] = frozenset()
    """What the tenant prohibits; no doubt about the brief's words softens it."""

    policy_contacts: tuple[str, ...] = ()
    """What the tenant lets all its copy show, beside the contacts of the terms."""

    @property
    def own_words(self) -> tuple[str, ...]:
        """What the sender says itself: an offer of its own needs nobody else's proof."""
        return tuple(filter(None, (self.request_message, self.call_to_action)))

    @property
    def contacts(self) -> tuple[str, ...]:
        """E-mail addresses and telephone numbers that copy may show."""
        return (*self.terms.contacts, *self.policy_contacts)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The sentences that are not wholly understood: no rule of theirs blocks anything."""
        return in_doubt(self.rules, self.policy_topics)

    def with_quiet_names(self, text: str) -> str:
        """Return a text whose names of the product are in small letters: none is shouted.

        Nothing is left out, so that a name divides no two words that are.
        """
        return _WORD.sub(
            lambda found: found[0].lower() if found[0] in self.capitals else found[0], text
        )

    @property
    def sender(self) -> str:
        """The sender's name, which copy and creatives may always show; empty when unknown."""
        return self.brand.name if self.brand else ""

    @cached_property
    def capitals(self) -> frozenset[str]:
        """The words of the product that its sender writes in capitals: a model's name.

        A product in capitals from end to end has no name in it: it is shouted.
        """
        words = (self.product or "").split()
        written = frozenset(word.strip(_MARKS) for word in words if word.isupper())
        return written if any(word.islower() or word.istitle() for word in words) else frozenset()
