"""Creatives of Phoenix's own, as the auditor meets them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PIL import Image

from activities.content.templates.renderer import render
from contracts import BrandKit, LayoutManifest
from domain.audit.subject import Subject
from domain.platforms import Placement
from domain.signing import canonical
from tests.support.audit.subjects import ref, subject

WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "headline": "La cosecha nueva ya está en la tienda",
        "description": "Café de Nariño, recién tostado",
        "call_to_action": "Ver la cosecha",
    }
)


def rendered(
    brand: BrandKit,
    place: Placement,
    logo: Image.Image | None = None,
    *,
    copy: Mapping[str, str] = WORDS,
    do_not_do: Sequence[str] = (),
) -> Subject:
    """Return a subject of a creative that our own renderer draws."""
    drawn = render(dict(copy), brand, place, logo)
    manifest = LayoutManifest(
        width=place.width,
        height=place.height,
        blocks=drawn.blocks,
        fills=drawn.fills,
        mask=ref(drawn.mask),
    )
    return subject(
        placement=place,
        fetched={"asset": drawn.picture, "manifest": canonical(manifest), "mask": drawn.mask},
        context={"brand": brand},
        do_not_do=do_not_do,
        text=dict(copy),
        width=place.width,
        height=place.height,
    )
