"""Who was written to so far, and what became of it: in the ledger before it is anywhere else."""

from collections import Counter
from collections.abc import Mapping

from activities.ports import Delivery, RecipientLedger
from activities.publish.email.addresses import masked, recipient_key
from activities.publish.email.list import Readers
from activities.publish.email.mailer import Outcome, Undeliverable
from contracts import AnswerLost, CampaignError, PlatformRefused, PlatformUnavailable


class Sending:
    """One publication's letters."""

    def __init__(
        self, ledger: RecipientLedger, step_key: str, deliveries: Mapping[str, Delivery]
    ) -> None:
        self.deliveries = dict(deliveries)
        """By recipient, as the ledger knows them."""
        self.put_off: list[str] = []
        """Whom the server does not take letters for at present, and what it says of it."""
        self.refused_in_a_row = 0
        self._ledger = ledger
        self._step_key = step_key

    def knows(self, reader: str) -> bool:
        """Tell whether something was sent to a reader, or may have been."""
        return recipient_key(self._step_key, reader) in self.deliveries

    async def doubt_interrupted(self) -> None:
        """Note that nobody can tell of those who were begun by a call that has died."""
        doubtful = {
            key: Delivery.UNKNOWN
            for key, delivery in self.deliveries.items()
            if delivery is Delivery.UNDER_WAY
        }
        if doubtful:
            await self._ledger.note(self._step_key, ended=doubtful)
            self.deliveries |= doubtful

    async def begin(self, reader: str) -> bool:
        """Note that a reader is written to next; false when somebody else has begun."""
        key = recipient_key(self._step_key, reader)
        return key in await self._ledger.note(self._step_key, ended={}, begins=[key])

    async def end(self, reader: str, outcome: Outcome) -> None:
        """Note what became of it."""
        key = recipient_key(self._step_key, reader)
        await self._ledger.note(self._step_key, ended={key: outcome.delivery})
        is_refused = outcome.delivery is Delivery.REFUSED
        self.refused_in_a_row = self.refused_in_a_row + 1 if is_refused else 0
        if outcome.delivery is not None:
            self.deliveries[key] = outcome.delivery
        elif outcome.words:
            self.put_off.append(f"{masked(reader)}: {outcome.words}")


def counted(deliveries: Mapping[str, Delivery]) -> str:
    """Say how many letters were taken, and how many not."""
    counts = Counter(deliveries.values())
    unknown = counts[Delivery.UNKNOWN] + counts[Delivery.UNDER_WAY]
    told = [f"letters: {counts[Delivery.ACCEPTED]:,} accepted"]
    if counts[Delivery.REFUSED]:
        told.append(f"{counts[Delivery.REFUSED]:,} refused")
    if unknown:
        told.append(f"{unknown:,} in doubt")
    return ", ".join(told)


def stopped(
    channel: str, deliveries: Mapping[str, Delivery], error: Undeliverable
) -> CampaignError:
    """Return what is certain when the server takes no letters any more."""
    said = f"The mail server of {channel} takes no letters: {error}"
    if deliveries:
        return AnswerLost(f"{said}. So far: {counted(deliveries)}.")
    return PlatformRefused(f"{said}.") if error.is_final else PlatformUnavailable(f"{said}.")


def nobody(channel: str, readers: Readers) -> str:
    """Say that a list writes to nobody, and why."""
    left_out = f": {readers.left_out}" if readers.left_out else ""
    return f"Nobody on the list of {channel} may be written to{left_out}."
