"""The learner that is a service of the operator's own."""

from activities.http.service import Service
from contracts import ContractInvalid, LearnAnswer, LearnOrder, LearnReport


class HttpLearner:
    """Posts the order, and returns the report that is answered."""

    answers_at_once = False

    def __init__(self, service: Service) -> None:
        self._service = service

    async def learn(self, order: LearnOrder) -> LearnReport:
        """Have the metrics read.

        Raises:
            ContractInvalid: The report is about places that nothing was published at.
            CampaignError: See `Service.follow`.
        """
        report = (await self._service.follow(order, LearnAnswer)).report
        told = {f"{channel.channel}.{channel.placement}" for channel in report.channels}
        strangers = sorted((told | set(report.without_metrics)) - set(order.places))
        if strangers:
            raise ContractInvalid(
                f"the report is about {', '.join(strangers)}, where nothing was published"
            )
        return report
