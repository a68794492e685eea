"""Recipients in memory."""

from collections.abc import Mapping, Sequence

from activities.ports import Deliveries, Delivery
from contracts import Infrastructure


class FakeRecipients:
    """A ledger of recipients that keeps the port's promises, and fails on demand."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Delivery] = {}
        self.is_complete = True
        self.fails_after = -1
        """How many changes it takes before it does not answer any more; below 0, all of them."""

    async def known(self, step_key: str) -> Deliveries:
        """See the port."""
        of_it = {who: what for (key, who), what in self.rows.items() if key == step_key}
        return Deliveries(of_it, self.is_complete)

    async def note(
        self,
        step_key: str,
        *,
        ended: Mapping[str, Delivery | None],
        begins: Sequence[str] = (),
    ) -> frozenset[str]:
        """See the port."""
        if self.fails_after == 0:
            raise Infrastructure("The ledger does not answer.")
        self.fails_after -= 1
        for who, what in ended.items():
            if what is None:
                self.rows.pop((step_key, who), None)
            else:
                self.rows[step_key, who] = what
        begun = frozenset(who for who in begins if (step_key, who) not in self.rows)
        self.rows |= {(step_key, who): Delivery.UNDER_WAY for who in begun}
        return begun
