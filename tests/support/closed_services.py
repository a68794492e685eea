"""An authorizer that closes services of Temporal's to a client, as Temporal Cloud and others do."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TypeVar

from google.protobuf.message import Message
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode, ServiceClient

R = TypeVar("R", bound=Message)


class ClosedServices(ServiceClient):
    """A connection on which some calls are refused."""

    def __init__(self, real: ServiceClient, closed: Collection[str], status: RPCStatusCode) -> None:
        super().__init__(real.config)
        self._real = real
        self._closed = closed
        self._status = status

    @property
    def worker_service_client(self) -> ServiceClient:  # type: ignore[override]
        """See base class."""
        return self._real.worker_service_client

    def update_rpc_metadata(self, metadata: Mapping[str, str | bytes]) -> None:
        """See base class."""
        self._real.update_rpc_metadata(metadata)

    def update_api_key(self, api_key: str | None) -> None:
        """See base class."""
        self._real.update_api_key(api_key)

    async def _rpc_call(
        self,
        rpc: str,
        req: Message,
        resp_type: type[R],
        *,
        service: str,
        retry: bool,
        metadata: Mapping[str, str | bytes],
        timeout: timedelta | None,  # noqa: ASYNC109 - the SDK's name
    ) -> R:
        if {rpc, service} & set(self._closed):
            raise RPCError("Request unauthorized.", self._status, b"")
        answer: R = await self._real._rpc_call(
            rpc,
            req,
            resp_type,
            service=service,
            retry=retry,
            metadata=metadata,
            timeout=timeout,
        )
        return answer


def closed_to(
    client: Client,
    *calls: str,
    status: RPCStatusCode = RPCStatusCode.PERMISSION_DENIED,
) -> Client:
    """Return a client of the same connection to whom these services or calls are closed."""
    config = client.config()
    config["service_client"] = ClosedServices(client.service_client, calls, status)
    return Client(**config)
