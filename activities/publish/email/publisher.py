"""Writing to everybody on a list: each once, whatever happens in the middle of it."""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from activities.ports import Account, Deliveries, Delivery, RecipientLedger
from activities.publish.email.addresses import mailbox_of, masked, recipient_key
from activities.publish.email.letter import Letter
from activities.publish.email.mailer import NOT_SENT, Mailer, Undeliverable
from activities.publish.email.sending import Sending, counted, nobody, stopped
from activities.publish.email.settings import EmailSettings
from activities.publish.email.signature import Signer
from activities.publish.email.sources import ReaderSource
from activities.publish.email.unsubscribing import unsubscribe_url
from activities.publish.kind import PublisherTools
from activities.steps import uncut
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    Publication,
    PublicationStatus,
    PublishOrder,
    Reconciliation,
    SettleOrder,
    Unfinished,
    as_prose,
)

log: Final = logging.getLogger("phoenix.publish")

_LAST_SENDING: Final = timedelta(seconds=12)
"""What the last letter of a call may take: three answers of the server, at the worst."""
_AT_ONCE: Final = timedelta(seconds=1)
_LATER: Final = timedelta(minutes=1)
"""How long those are left alone whom the server has put off."""
_MOST_REFUSED: Final = 100
"""So many refusals one after the other are not about the readers."""
_NAMED: Final = 5
"""Readers that a message names."""
_MINUTE: Final = 60.0


class EmailPublisher:
    """One sender and one list.

    Whom it is about to write to is in the ledger before it does: so nobody is written to twice,
    and whom a crash or a lost answer left in doubt is told, and not written to again.
    """

    def __init__(self, settings: EmailSettings, tools: PublisherTools) -> None:
        self._settings = settings
        self._clock = tools.clock
        self._ledger = tools.recipients
        self._source = ReaderSource(settings)
        self._sender = mailbox_of(settings.sender)
        self._unsubscribing = tools.secrets[settings.unsubscribe_env]
        self._password = _secret(tools, settings.password_env)
        key = _secret(tools, settings.dkim_key_env)
        domain = self._sender[1].rpartition("@")[2]
        selector = settings.dkim_selector
        self._signer = None if key is None else Signer(domain, selector or "", key)

    @property
    def reconciliation(self) -> Reconciliation:
        """The same call again writes to those who were not written to, and to nobody else."""
        return Reconciliation.KEYED

    @property
    def call_timeout(self) -> timedelta:
        """How long one call goes on, with a second to say how far it came."""
        return timedelta(seconds=self._settings.timeout_seconds + 1)

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Write to everybody on the list to whom nothing was sent so far.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`; nothing was sent.
            PlatformRefused: No letter can be made of it, or nobody may be written to; or the
                server refuses the sender, and nothing was sent.
            PlatformUnavailable: Nothing was sent.
            Unfinished: The time was over before the list was; another call goes on.
            AnswerLost: The server has put readers off, or could not be reached any more.
            OutcomeUnknowable: The ledger was restored, and may have forgotten who was written to.
            Infrastructure: The ledger does not answer.
        """
        ledger = self._book(order.channel)
        letter = Letter(order, content, self._sender)
        until = asyncio.get_running_loop().time() + self._settings.timeout_seconds
        readers = await self._source.readers(order.channel, order.tenant_id)
        before = await self._known(order)
        sending = Sending(ledger, order.step_key, before.by_recipient)
        await sending.doubt_interrupted()
        waiting = deque(each for each in readers.addresses if not sending.knows(each))
        if not readers.addresses and not sending.deliveries:
            raise PlatformRefused(nobody(order.channel, readers))
        try:
            await self._write(letter, waiting, sending, until - _LAST_SENDING.total_seconds())
        except Undeliverable as error:
            raise stopped(order.channel, sending.deliveries, error) from error
        counts = Counter(sending.deliveries.values())
        if counts[Delivery.ACCEPTED]:
            return self._publication(order, sending.deliveries, readers.left_out)
        told = f"{order.channel}: {counted(sending.deliveries)}."
        raise OutcomeUnknowable(told) if counts[Delivery.UNKNOWN] else PlatformRefused(told)

    async def account(self, channel: str) -> Account:
        """Ask the server whether it accepts the credentials, and say nothing more to it.

        Raises:
            PlatformRefused: It does not.
            PlatformUnavailable: It cannot be reached.
        """
        try:
            async with Mailer(self._settings, self._plain_password):
                return Account(name=self._settings.sender)
        except Undeliverable as error:
            raise stopped(channel, {}, error) from error

    async def find(self, order: SettleOrder) -> Publication | None:
        """Return what the ledger has of the letters.

        Raises:
            OutcomeUnknowable: The ledger was restored, and may have forgotten who was written to;
                or of no letter is known that it was taken.
            Infrastructure: The ledger does not answer.
        """
        deliveries = (await self._known(order)).by_recipient
        counts = Counter(deliveries.values())
        if counts[Delivery.ACCEPTED]:
            return self._publication(order, deliveries, "")
        if counts[Delivery.UNKNOWN] + counts[Delivery.UNDER_WAY]:
            raise OutcomeUnknowable(f"{order.channel}: {counted(deliveries)}.")
        return None

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Refuse to pretend.

        Raises:
            PlatformRefused: Always; a letter is its reader's.
        """
        raise PlatformRefused(f"What was sent by {order.channel} cannot be taken back.")

    async def close(self) -> None:
        """Hold nothing open between two calls."""

    @property
    def _plain_password(self) -> str | None:
        return None if self._password is None else self._password.get_secret_value()

    async def _known(self, order: PublishOrder | SettleOrder) -> Deliveries:
        known = await self._book(order.channel).known(order.step_key)
        if not known.is_complete:
            raise OutcomeUnknowable(
                f"The ledger was restored, and may have forgotten who was written to by "
                f"{order.channel}."
            )
        return known

    def _book(self, channel: str) -> RecipientLedger:
        if self._ledger is None:
            raise OutcomeUnknowable(f"Nobody knows here who was written to by {channel}.")
        return self._ledger

    async def _write(
        self, letter: Letter, waiting: deque[str], sending: Sending, last: float
    ) -> None:
        """Send letters until everybody has one, or the time is over.

        Raises:
            Undeliverable: The server takes no letters.
            Unfinished: The time is over.
            AnswerLost: The server has put readers off, or refuses one after the other.
        """
        while waiting:
            before = len(waiting)
            try:
                async with Mailer(self._settings, self._plain_password) as mailer:
                    await self._through(mailer, letter, waiting, sending, last)
            except Undeliverable as error:
                # A server that ends a connection after so many letters is connected to again.
                if error.is_final or len(waiting) == before:
                    raise
        if sending.put_off:
            named = "; ".join(sending.put_off[:_NAMED])
            raise AnswerLost(f"{len(sending.put_off):,} readers were put off ({named}).", _LATER)

    async def _through(
        self, mailer: Mailer, letter: Letter, waiting: deque[str], sending: Sending, last: float
    ) -> None:
        """Send as many letters as one connection takes."""
        pause = _MINUTE / self._settings.rate_per_minute
        loop = asyncio.get_running_loop()
        while waiting and mailer.is_open:
            began = loop.time()
            if began >= last:
                raise Unfinished(f"{len(waiting):,} readers are still to be written to.", _AT_ONCE)
            await self._one(mailer, letter, waiting[0], sending)
            waiting.popleft()
            if sending.refused_in_a_row >= _MOST_REFUSED:
                raise AnswerLost(
                    f"{_MOST_REFUSED} readers were refused one after the other, as if it were not "
                    "about them."
                )
            await asyncio.sleep(max(0.0, pause - (loop.time() - began)))

    async def _one(self, mailer: Mailer, letter: Letter, reader: str, sending: Sending) -> None:
        """Write to one reader, unless somebody else has."""
        if not await sending.begin(reader):
            return
        url = unsubscribe_url(self._settings.unsubscribe_url, self._unsubscribing, reader)
        outcome = NOT_SENT
        try:
            written = await asyncio.to_thread(letter.to, reader, url, self._clock(), self._signer)
            outcome = await uncut(mailer.send(self._sender[1], reader, written, url))
        finally:
            await uncut(sending.end(reader, outcome))
        if outcome.delivery is Delivery.REFUSED:
            log.warning("%s was refused: %s", masked(reader), outcome.words)
            await asyncio.to_thread(self._note_refused, reader)

    def _note_refused(self, reader: str) -> None:
        if self._settings.refused_file is not None:
            with Path(self._settings.refused_file).open("a", encoding="utf-8") as file:
                file.write(f"{reader}\n")

    def _publication(
        self, order: PublishOrder | SettleOrder, deliveries: Mapping[str, Delivery], left_out: str
    ) -> Publication:
        left = f"; not written to: {left_out}" if left_out else ""
        return Publication(
            channel=order.channel,
            placement=order.placement,
            status=PublicationStatus.SENT,
            remote_id=recipient_key(order.step_key, "")[:32],
            detail=as_prose(f"{counted(deliveries)}{left}"),
            at=self._clock(),
        )


def _secret(tools: PublisherTools, variable: str | None) -> SecretStr | None:
    return None if variable is None else tools.secrets[variable]
