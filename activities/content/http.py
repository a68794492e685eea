"""The content provider that is a service of the operator's own."""

import asyncio
from collections.abc import Iterator, Sequence

from activities.http.service import Service
from activities.ports import ArtifactStores
from contracts import (
    ArtifactRef,
    CarriedFile,
    ContentAnswer,
    ContentOrder,
    ContractInvalid,
    VisualAsset,
)


class HttpContent:
    """Posts the order with the brand's logo, and stores what is answered."""

    def __init__(self, service: Service, stores: ArtifactStores) -> None:
        self._service = service
        self._stores = stores

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """Have the assets of one place made. Storing is by digest: a second run changes nothing.

        Raises:
            ArtifactMissing: The store has no bytes for the logo.
            ContractInvalid: An asset is for another place, or names a file that was not answered;
                or a file repeats a secret of the service.
            CampaignError: See `Service.follow`.
        """
        store = self._stores.of(order.tenant_id)
        files: list[CarriedFile] = []
        if (logo := order.brand.logo) is not None:
            files.append(CarriedFile.of(await store.get(logo.sha256), logo.media_type))
        given = order.model_copy(update={"files": files})
        answer = await self._service.follow(given, ContentAnswer)
        _refuse_unfit(order, answer)
        await asyncio.to_thread(self._refuse_telling, answer.files)
        for file in answer.files:
            await store.put(await asyncio.to_thread(_content, file), file.media_type)
        return answer.assets

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """Say nothing: only making it can tell what a service does with a wish."""
        del order, present
        return None

    def _refuse_telling(self, files: Sequence[CarriedFile]) -> None:
        for index, file in enumerate(files):
            if self._service.is_told_in(file.content):
                raise ContractInvalid(
                    f"files.{index}.data: must not repeat the service's secret or a token of its "
                    "address, and what the file says beside its picture does"
                )


def _content(file: CarriedFile) -> bytes:
    return file.content


def _refuse_unfit(order: ContentOrder, answer: ContentAnswer) -> None:
    carried = {file.sha256: file for file in answer.files}
    for asset in answer.assets:
        made = (asset.channel, asset.placement, asset.revision)
        ordered = (order.channel, order.placement, order.revision)
        if made != ordered:
            raise ContractInvalid(f"content for {ordered} was ordered, and {made} was made")
        for named in _named_by(asset):
            file = carried.get(named.sha256)
            said = (named.size, named.media_type)
            if file is None or said != (len(file.content), file.media_type):
                raise ContractInvalid(
                    f"the asset for {order.channel}.{order.placement} names the file "
                    f"{named.sha256} of {named.size:,} bytes as {named.media_type}: files must "
                    "hold it as it is named"
                )


def _named_by(asset: VisualAsset) -> Iterator[ArtifactRef]:
    yield ArtifactRef(sha256=asset.sha256, size=asset.size_bytes, media_type=asset.media_type)
    if asset.manifest is not None:
        yield asset.manifest
