"""The strategist that is a service of the operator's own."""

from activities.http.service import Service
from activities.ports import Compute
from activities.strategy.terms import bound_to_terms
from contracts import StrategyAnswer, StrategyBrief, StrategyOrder


class HttpStrategy:
    """Posts the order, and returns the brief that is answered, if it keeps the request's terms."""

    answers_at_once = False

    def __init__(self, service: Service, compute: Compute) -> None:
        self._service = service
        self._compute = compute

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """Have the brief composed.

        Raises:
            ContractInvalid: The brief leaves out what the request wants, or spends more.
            CampaignError: See `Service.follow`.
        """
        answer = await self._service.follow(order, StrategyAnswer)
        return await bound_to_terms(answer.brief, order, self._compute)
