"""What is remembered of those to whom one publication goes: each is written to once at most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Delivery(StrEnum):
    """What has become of one recipient's message."""

    UNDER_WAY = "under_way"
    """It is about to be sent, or was, and whoever sent it died."""
    ACCEPTED = "accepted"
    """A server has taken it over."""
    REFUSED = "refused"
    """A server will not take it."""
    UNKNOWN = "unknown"
    """It was sent, and no answer says what became of it; it is not sent again."""


@dataclass(frozen=True)
class Deliveries:
    """What is known of a publication's recipients."""

    by_recipient: Mapping[str, Delivery]
    is_complete: bool = True
    """Whether everybody who may have been written to is on record: false when the ledger has been
    restored from a backup since the publication began."""


class RecipientLedger(Protocol):
    """Where it is remembered who was written to. A recipient is named by a digest alone."""

    async def known(self, step_key: str) -> Deliveries:
        """Return what has become of everybody to whom something was, or is being, sent.

        Raises:
            Infrastructure: The ledger does not answer.
        """
        ...

    async def note(
        self,
        step_key: str,
        *,
        ended: Mapping[str, Delivery | None],
        begins: Sequence[str] = (),
    ) -> frozenset[str]:
        """Note outcomes, and durably whom it is sent to next, all at once.

        Args:
            step_key: The publication's key.
            ended: By recipient; `None` for whom nothing was sent to, who is forgotten.
            begins: Who may be written to next.

        Returns:
            Those of `begins` whom nobody had begun: they, and nobody else, are written to.

        Raises:
            Infrastructure: The ledger does not answer; nobody of `begins` is written to.
        """
        ...
