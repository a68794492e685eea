"""The content provider leaves a creative with everything that an auditor needs in the store."""

import hashlib
import struct
import zlib
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from activities.compute import ThreadCompute
from activities.content.templates.provider import MAX_LOGO_BYTES, TemplateContent
from contracts import (
    ArtifactMissing,
    BrandKit,
    ContractInvalid,
    Language,
    LayoutManifest,
    VisualAsset,
)
from tests.support.builders import TENANT
from tests.support.campaigns.content_orders import content_order
from tests.support.fakes import FakeStore, FakeStores


@pytest.fixture
def store() -> FakeStore:
    """Return an empty store."""
    return FakeStore()


def png(size: tuple[int, int], mode: str = "RGBA") -> bytes:
    """Return a picture as a file."""
    buffer = BytesIO()
    Image.new(mode, size, "red").save(buffer, "PNG")
    return buffer.getvalue()


def header(width: int, height: int) -> bytes:
    """Return the beginning of a PNG file that claims a size and has no pixels."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    start = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    data = b"IDAT" + zlib.compress(b"")
    rest = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return b"\x89PNG\r\n\x1a\n" + start + rest


async def produced(store: FakeStore, **values: Any) -> VisualAsset:
    """Have one asset made."""
    provider = TemplateContent(FakeStores({TENANT: store}), ThreadCompute())
    [asset] = await provider.produce(content_order(**values))
    return asset


async def test_the_creative_lies_in_the_store_under_its_digest(store: FakeStore) -> None:
    """The asset names exactly the bytes that were drawn."""
    asset = await produced(store, revision=2)

    data = await store.get(asset.sha256)
    assert hashlib.sha256(data).hexdigest() == asset.sha256
    assert (len(data), asset.media_type, asset.revision) == (asset.size_bytes, "image/jpeg", 2)
    assert Image.open(BytesIO(data)).size == (asset.width, asset.height) == (1080, 1350)
    assert not asset.ai_generated


async def test_the_manifest_and_its_mask_lie_in_the_store(store: FakeStore) -> None:
    """An auditor finds where the ink is, and the mask to look at it."""
    asset = await produced(store)

    assert asset.manifest is not None
    manifest = LayoutManifest.model_validate_json(await store.get(asset.manifest.sha256))
    mask = Image.open(BytesIO(await store.get(manifest.mask.sha256)))
    assert (manifest.width, manifest.height) == mask.size == (1080, 1350)
    assert asset.manifest.media_type == "application/json"


async def test_the_asset_says_where_it_leads_and_in_which_language(store: FakeStore) -> None:
    """Link and language are part of the asset, so an auditor signs for them too."""
    asset = await produced(store, language=Language.ENGLISH)

    assert asset.link == "https://www.tostadores.example/cosecha"
    assert asset.language is Language.ENGLISH


async def test_a_second_attempt_makes_the_same_asset(store: FakeStore) -> None:
    """Producing again after a crash changes nothing."""
    assert await produced(store) == await produced(store)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.SPANISH,
            (
                "Tostadores del Sur. Titular: «La cosecha nueva ya está en la tienda». "
                "Texto: «Café de Nariño». Botón: «Ver la cosecha»."
            ),
        ),
        (
            Language.ENGLISH,
            (
                "Tostadores del Sur. "
                "Headline: “La cosecha nueva ya está en la tienda”. "
                "Text: “Café de Nariño”. Button: “Ver la cosecha”."
            ),
        ),
    ],
)
async def test_the_alternative_text_tells_what_the_picture_shows(
    store: FakeStore, language: Language, expected: str
) -> None:
    """Who cannot see the picture learns what can be read on it, in the campaign's language."""
    asset = await produced(store, language=language)

    assert asset.alt_text == expected


@pytest.mark.parametrize(
    ("language", "product", "quoted"),
    [
        (Language.SPANISH, "taller «Haz tu taza»", "«Taller “Haz tu taza”»"),
        (Language.ENGLISH, "“Make a mug” class", "“‘Make a mug’ class”"),
    ],
)
async def test_a_quotation_within_the_alternative_text_has_inner_marks(
    store: FakeStore, language: Language, product: str, quoted: str
) -> None:
    """No mark of a name closes the quotation that it stands in."""
    asset = await produced(store, language=language, product=product)

    assert quoted in (asset.alt_text or "")


async def test_a_sender_that_is_the_headline_is_read_once(store: FakeStore) -> None:
    """What the picture shows once is told once."""
    brand = BrandKit(name="Tostadores del Sur")

    asset = await produced(store, product=brand.name, brand=brand, core_message="Abrimos " * 12)

    assert (asset.alt_text or "").count("Tostadores del Sur") == 1


async def test_a_logo_is_drawn(store: FakeStore) -> None:
    """A brand with a logo gets it on its creatives."""
    logo = await store.put(png((600, 200)), "image/png")

    asset = await produced(store, brand=BrandKit(name="Sur", logo=logo))

    image = Image.open(BytesIO(await store.get(asset.sha256)))
    assert (254, 0, 0) in {color for _, color in image.getcolors(maxcolors=1 << 20) or []}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"GIF89a", "brand.logo: is not a PNG image"),
        (b"", "brand.logo: is not a PNG image"),
        (png((600, 200))[:-30], "brand.logo: is a PNG image that cannot be decoded"),
        (header(5000, 5000), "brand.logo: has 25000000 pixels; a logo has at most 16000000"),
        (header(12000, 12000), "brand.logo: has 144000000 pixels; a logo has at most 16000000"),
        (header(60000, 60000), "brand.logo: has 3600000000 pixels; a logo has at most 16000000"),
        (bytes(MAX_LOGO_BYTES + 1), "brand.logo: has 10000001 bytes"),
    ],
    ids=["another format", "empty", "cut off", "large", "huge", "bomb", "heavy"],
)
async def test_a_logo_that_cannot_be_drawn_is_refused(
    store: FakeStore, data: bytes, message: str
) -> None:
    """A file that is no reasonable PNG is refused by name, before it is decoded."""
    logo = await store.put(data, "image/png")

    with pytest.raises(ContractInvalid, match=message):
        await produced(store, brand=BrandKit(name="Sur", logo=logo))


async def test_a_campaign_s_own_ratio_is_drawn(store: FakeStore) -> None:
    """A ratio in `platform_constraints` gives a creative of that ratio."""
    asset = await produced(store, platform_constraints={"instagram.feed.ratio": "1:1"})

    assert (asset.width, asset.height) == (1080, 1080)
    assert Image.open(BytesIO(await store.get(asset.sha256))).size == (1080, 1080)


async def test_an_unknown_placement_is_refused(store: FakeStore) -> None:
    """Nothing is drawn for a place that does not exist."""
    with pytest.raises(ContractInvalid, match=r"instagram\.wall is not a known placement"):
        await produced(store, placement="wall")


async def test_a_logo_that_another_tenant_has_is_not_drawn(store: FakeStore) -> None:
    """A digest that somebody knows of another tenant's logo leads nowhere."""
    logo = await store.put(png((600, 200)), "image/png")
    order = content_order(brand=BrandKit(name="Sur", logo=logo))

    with pytest.raises(ArtifactMissing, match=logo.sha256):
        await TemplateContent(FakeStores({UUID(int=3): store}), ThreadCompute()).produce(order)
