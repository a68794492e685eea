"""The content provider that needs no account: copy from templates, pictures from Pillow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, PngImagePlugin

from activities.content.templates.copywriter import write_copy
from activities.content.templates.encoding import PNG
from activities.content.templates.foresight import why_idle
from activities.content.templates.renderer import Rendering, render
from activities.ports import ArtifactStore, ArtifactStores, Compute, Limit
from contracts import (
    ContentOrder,
    ContractInvalid,
    Language,
    LayoutManifest,
    VisualAsset,
)
from domain.audit.picture.containers.formats import decoded_type
from domain.audit.picture.containers.reading import taken_apart
from domain.platforms import Placement, placement_of
from domain.platforms.counting import graphemes
from domain.signing import canonical

MAX_LOGO_PIXELS: Final = 16_000_000
"""The largest logo that is decoded: 4000 x 4000. More is a mistake or a decompression bomb."""

MAX_LOGO_BYTES: Final = 10_000_000
"""The largest logo file that is read."""

MAX_ALT_TEXT: Final = 1000
"""Characters of alternative text: the shortest limit of the channels, X's."""

CREATION: Final = Limit(cpu=30, wall=300, memory=1_000_000_000)
"""The largest creative takes 1.2 s and 200 MB, and the largest logo 64 MB."""

_DESCRIBED: Final = {
    Language.SPANISH: {
        "brand": "{}.",
        "headline": "Titular: «{}».",
        "description": "Texto: «{}».",
        "call_to_action": "Botón: «{}».",
    },
    Language.ENGLISH: {
        "brand": "{}.",
        "headline": "Headline: “{}”.",
        "description": "Text: “{}”.",
        "call_to_action": "Button: “{}”.",
    },
}
_INNER: Final = {
    Language.SPANISH: str.maketrans("«»“”", "“”‘’"),
    Language.ENGLISH: str.maketrans("“”", "‘’"),
}
"""Marks of a quotation within another."""


class TemplateContent:
    """Makes one creative with its copy per order; the same order gives the same bytes."""

    def __init__(self, stores: ArtifactStores, compute: Compute) -> None:
        self._stores = stores
        self._compute = compute

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """Write the copy, draw the creative, and store picture, mask and manifest.

        Storing is by digest, so a second run changes nothing.

        Raises:
            CampaignError: See `produce_with`.
        """
        return await self.produce_with(order, None)

    async def produce_with(
        self, order: ContentOrder, copy: Mapping[str, str] | None
    ) -> list[VisualAsset]:
        """Draw the creative for a copy, and store picture, mask and manifest.

        Args:
            order: What is ordered.
            copy: By field, in the placement's order; without it, it is composed from templates.

        Raises:
            ContractInvalid: The placement is unknown, or `brand.logo` is no PNG that can be drawn.
            ArtifactMissing: The store has no bytes for `brand.logo`.
            ArtifactAltered: The store has other bytes for `brand.logo`.
            TooCostly: Drawing takes more than a worker gives to it.
            WorkLost: See `Compute.run`.
        """
        known = placement_of(order.channel, order.placement)
        placement = known.constrained(order.brief.platform_constraints)
        store = self._stores.of(order.tenant_id)
        logo = None if order.brand.logo is None else await _logo(store, order.brand.logo.sha256)
        made = await self._compute.run(
            creation,
            order,
            placement,
            logo,
            copy,
            what=f"drawing {order.channel}.{order.placement}",
            tenant=order.tenant_id,
            limit=CREATION,
        )
        rendering = made.rendering
        creative = await store.put(rendering.picture, rendering.media_type)
        manifest = LayoutManifest(
            width=placement.width,
            height=placement.height,
            blocks=rendering.blocks,
            fills=rendering.fills,
            mask=await store.put(rendering.mask, PNG),
        )
        return [
            VisualAsset(
                channel=order.channel,
                placement=order.placement,
                revision=order.revision,
                sha256=creative.sha256,
                size_bytes=creative.size,
                media_type=creative.media_type,
                width=placement.width,
                height=placement.height,
                text=made.copy,
                alt_text=made.alt_text,
                link=order.landing_url,
                language=order.language,
                manifest=await store.put(canonical(manifest), "application/json"),
                ai_generated=False,
            )
        ]

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """See the port.

        Raises:
            ContractInvalid: The placement is unknown.
            TooCostly: Writing takes more than a worker gives to it.
            WorkLost: See `Compute.run`.
        """
        return await self._compute.run(
            why_idle,
            order,
            list(present),
            what=f"writing {order.channel}.{order.placement}",
            tenant=order.tenant_id,
            limit=CREATION,
        )


async def _logo(store: ArtifactStore, sha256: str) -> bytes:
    data = await store.get(sha256)
    if len(data) > MAX_LOGO_BYTES:
        raise ContractInvalid(
            f"brand.logo: has {len(data)} bytes; a logo has at most {MAX_LOGO_BYTES}"
        )
    return data


@dataclass(frozen=True)
class Creation:
    """One creative, and what is written beside it."""

    copy: dict[str, str]
    rendering: Rendering
    alt_text: str


def creation(
    order: ContentOrder,
    placement: Placement,
    logo: bytes | None,
    given: Mapping[str, str] | None = None,
) -> Creation:
    """Return what an order asks for.

    Raises:
        ContractInvalid: The logo is no PNG that can be drawn.
    """
    decoded = None if logo is None else _decoded(logo)
    copy = write_copy(order, placement) if given is None else dict(given)
    rendering = render(copy, order.brand, placement, decoded)
    return Creation(copy, rendering, _alt_text(order, rendering))


def _decoded(data: bytes) -> Image.Image:
    """Decode a logo, after its header has shown that it is small enough.

    What is said beside its pixels is left alone, odd or not.
    """
    if decoded_type(data) != PNG:
        raise ContractInvalid("brand.logo: is not a PNG image")
    try:
        file = taken_apart(data, PNG)
        pixels = file.size[0] * file.size[1]
        image = None
        if pixels <= MAX_LOGO_PIXELS:
            image = PngImagePlugin.PngImageFile(BytesIO(file.pixels)).convert("RGBA")
    except Exception as error:  # decoders raise whatever they stumble into
        raise ContractInvalid("brand.logo: is a PNG image that cannot be decoded") from error
    if image is None:
        raise ContractInvalid(
            f"brand.logo: has {pixels} pixels; a logo has at most {MAX_LOGO_PIXELS}"
        )
    return image


def _quotable(text: str, language: Language) -> str:
    """Return a text to be quoted: its quotations are inner ones, and the sentence has the stop."""
    text = text if text.endswith(("..", "…")) else text.removesuffix(".")
    return text.translate(_INNER[language])


def _alt_text(order: ContentOrder, rendering: Rendering) -> str:
    """Describe the picture by what can be read on it, in the order in which it is read."""
    phrases = _DESCRIBED[order.language]
    written = {block.role: block.text for block in rendering.blocks}
    if written.get("headline") != order.brand.name:
        written["brand"] = order.brand.name
    sentences = [
        form.format(_quotable(written[role], order.language))
        for role, form in phrases.items()
        if role in written
    ]
    text = " ".join(sentences)
    return "".join(graphemes(text)[:MAX_ALT_TEXT])
