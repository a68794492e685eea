"""Content made by a service of the operator's own: it is stored as it is named, or refused."""

import hashlib
import struct
import time
import zlib
from typing import Any, Final

import pytest

from activities.content.http import HttpContent
from contracts import ArtifactRef, BrandKit, CarriedFile, ContentOrder, ContractInvalid, VisualAsset
from tests.chaos.platform import SECRET
from tests.support.builders import EXECUTION, TENANT
from tests.support.campaigns.content_orders import content_order
from tests.support.fakes import FakeStore, FakeStores
from tests.support.publishing.networks.server import Reply
from tests.support.services import served

PICTURE: Final = CarriedFile.of(b"a picture", "image/png")
MANIFEST: Final = CarriedFile.of(b"{}", "application/json")
ASSET: Final[dict[str, Any]] = {
    "channel": "x",
    "placement": "post",
    "sha256": PICTURE.sha256,
    "size_bytes": 9,
    "media_type": "image/png",
    "text": {"body": "tea"},
}


async def produced(
    store: FakeStore,
    order: ContentOrder,
    *files: CarriedFile,
    **changes: Any,
) -> list[VisualAsset]:
    """Return what comes of an asset with these changes, and these files."""
    answer = {
        "step_key": order.step_key,
        "execution_id": str(EXECUTION),
        "assets": [ASSET | changes],
        "files": [file.model_dump() for file in files],
    }
    async with served(Reply(200, answer)) as (server, service):
        assets = await HttpContent(service, FakeStores({TENANT: store})).produce(order)
    assert ContentOrder.model_validate_json(server.heard[0].body).files == [
        CarriedFile.of(store.blobs[logo.sha256], logo.media_type)
        for logo in [order.brand.logo]
        if logo is not None
    ]
    return assets


async def test_what_a_service_makes_is_stored_under_its_digest() -> None:
    """Its creatives go the way of all others."""
    store = FakeStore()
    manifest = {"sha256": MANIFEST.sha256, "size": 2, "media_type": "application/json"}

    (asset,) = await produced(
        store, content_order("x", "post"), PICTURE, MANIFEST, manifest=manifest
    )

    assert store.blobs == {PICTURE.sha256: b"a picture", MANIFEST.sha256: b"{}"}
    assert asset.text == {"body": "tea"}


async def test_a_logo_comes_along() -> None:
    """A service that has no store draws with the brand's own picture."""
    store = FakeStore()
    logo = await store.put(b"a logo", "image/png")

    await produced(
        store, content_order("x", "post", brand=BrandKit(name="Leaf", logo=logo)), PICTURE
    )


@pytest.mark.parametrize(
    ("files", "changes", "said"),
    [
        ([PICTURE], {"placement": "story"}, "('x', 'story', 0) was made"),
        ([PICTURE], {"revision": 1}, "('x', 'post', 1) was made"),
        ([], {}, "files must hold it as it is named"),
        ([PICTURE], {"size_bytes": 10}, "of 10 bytes as image/png: files must hold it"),
        ([PICTURE], {"media_type": "image/gif"}, "of 9 bytes as image/gif: files must hold it"),
        (
            [PICTURE],
            {"manifest": ArtifactRef(sha256="0" * 64, size=1, media_type="a/b").model_dump()},
            "of 1 bytes as a/b: files must hold it",
        ),
    ],
)
async def test_what_is_not_as_it_is_named_is_refused(
    files: list[CarriedFile], changes: dict[str, Any], said: str
) -> None:
    """Nothing of it is stored."""
    store = FakeStore()

    with pytest.raises(ContractInvalid) as caught:
        await produced(store, content_order("x", "post"), *files, **changes)

    assert said in str(caught.value)
    assert store.blobs == {}


async def test_what_a_wish_would_change_is_for_the_service_to_show() -> None:
    """No wish is refused beforehand."""
    async with served(Reply(500)) as (server, service):
        why = await HttpContent(service, FakeStores()).why_idle(content_order("x", "post"), [])

    assert why is None
    assert server.heard == []


async def test_a_file_with_another_name_than_its_bytes_is_refused() -> None:
    """A digest is the name of bytes and of nothing else."""
    order = content_order("x", "post")
    forged = PICTURE.model_dump() | {"sha256": hashlib.sha256(b"").hexdigest()}
    answer = {
        "step_key": order.step_key,
        "execution_id": str(EXECUTION),
        "assets": [ASSET],
        "files": [forged],
    }

    async with served(Reply(200, answer)) as (_, service):
        with pytest.raises(ContractInvalid, match="sha256 must be the digest of the bytes"):
            await HttpContent(service, FakeStores()).produce(order)


def chunk(name: bytes, body: bytes) -> bytes:
    """Return a part of a PNG."""
    return struct.pack(">I4s", len(body), name) + body + bytes(4)


PNG: Final = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13))
TOLD: Final = f"Key {SECRET.upper()}".encode()


@pytest.mark.parametrize(
    "data",
    [
        PNG + chunk(b"tEXt", b"Comment\0" + TOLD),
        PNG + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(TOLD)),
        PNG + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(TOLD)[:-4] + b"none"),
        PNG + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(TOLD)[:-4]),
        PNG + chunk(b"iTXt", b"Comment\0\1\0en\0Comment\0" + zlib.compress(TOLD)),
        PNG + chunk(b"iTXt", b"Comment\0\0\0en\0Comment\0" + TOLD),
        PNG + chunk(b"iCCP", b"Profile\0\0" + zlib.compress(b"\xff" * 9000 + TOLD)),
        PNG + chunk(b"eXIf", b"II*\0" + SECRET.encode("utf-16-le")),
        b"\xff\xd8\xff\xe1\0\xffhttp://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + TOLD,
        b"\xff\xd8\xff\xfe\0\xff" + SECRET.encode().hex(" ").encode(),
        b"GIF89a" + TOLD,
    ],
)
async def test_a_picture_that_repeats_a_secret_is_refused(data: bytes) -> None:
    """Whoever sees it published could read it there; nothing of it is stored."""
    file = CarriedFile.of(data, "image/png")
    store = FakeStore()

    with pytest.raises(ContractInvalid) as caught:
        await produced(
            store,
            content_order("x", "post"),
            PICTURE,
            file,
            sha256=file.sha256,
            size_bytes=len(data),
        )

    assert "files.1.data: must not repeat" in str(caught.value)
    assert store.blobs == {}


async def test_what_is_packed_without_measure_is_not_unfolded() -> None:
    """A few bytes of a picture can stand for any number of others."""
    bomb = PNG + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(50_000_000)))
    file = CarriedFile.of(bomb + chunk(b"IEND", b""), "image/png")
    store = FakeStore()
    began = time.perf_counter()

    await produced(
        store, content_order("x", "post"), file, sha256=file.sha256, size_bytes=len(file.content)
    )

    assert time.perf_counter() - began < 5
    assert [*store.blobs] == [file.sha256]
