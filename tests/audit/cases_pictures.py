"""Labelled pictures: what is measured on their pixels, made from seeds."""

import random
from dataclasses import replace
from functools import partial
from typing import Any, Final

from coloraide import Color
from PIL import Image, ImageDraw, ImageFilter

from contracts import BrandKit
from domain.audit.subject import Subject
from tests.audit.case import Case, built, shown
from tests.audit.pictures import bare, button, drawing, logo, patched
from tests.support.audit.subjects import Creative, asset_of, canvas, png, subject


def _ratio(first: str, second: str) -> float:
    return Color(first).contrast(second, method="wcag21")


def _contrast_cases() -> list[Case]:
    chance = random.Random(7)  # noqa: S311 - colours, not secrets
    cases: list[Case] = []
    wanted: dict[str | None, int] = {None: 6, "CONTRAST_TOO_LOW": 6}
    while any(wanted.values()):
        ink, ground = (f"#{chance.randrange(256**3):06x}" for _ in range(2))
        ratio = _ratio(ink, ground)
        expected = None if ratio > 4.6 else "CONTRAST_TOO_LOW" if 1.2 < ratio < 4.4 else ""
        if expected == "" or not wanted[expected]:
            continue
        wanted[expected] -= 1
        creative = Creative(canvas(ground), ink=ink, px=20)
        name = f"{ink} on {ground}, {ratio:.1f}:1"
        cases.append(shown("contrast_ratio_check", name, expected, creative=creative))
    gray = Creative(canvas(), ink="#919191", px=30)
    shy = Creative(canvas(), ink="#d0d0d0", px=20)
    return [
        *cases,
        shown("contrast_ratio_check", "large gray text", None, creative=gray),
        shown(
            "contrast_ratio_check",
            "said to be large",
            "CONTRAST_TOO_LOW",
            creative=Creative(ink="#919191", px=16, declared={"px": 90}),
        ),
        shown(
            "contrast_ratio_check",
            "mask beside the ink",
            "CONTRAST_TOO_LOW",
            creative=Creative(shift=(0, 60)),
        ),
        shown(
            "contrast_ratio_check",
            "said to be black",
            "CONTRAST_TOO_LOW",
            creative=replace(shy, declared={"fill": "#000000"}),
        ),
        shown(
            "contrast_ratio_check",
            "said to be gray",
            "CONTRAST_METHODS_DISAGREE",
            creative=Creative(declared={"fill": "#767676"}),
        ),
        built(
            "contrast_ratio_check",
            "no layout",
            "CONTRAST_ESTIMATED",
            lambda: bare(png(shy.picture())),
        ),
        built(
            "contrast_ratio_check",
            "pale text that the manifest leaves out",
            "CONTRAST_TOO_LOW",
            _hidden_text,
        ),
    ]


def _hidden_text() -> Subject:
    creative = Creative()
    picture = creative.picture()
    ImageDraw.Draw(picture).text((20, 180), "LETRA PEQUEÑA", fill="#b8b8b8", font_size=22)
    data = png(picture)
    asset = asset_of(data, None)
    return subject(
        creative, fetched={"asset": data}, sha256=asset.sha256, size_bytes=asset.size_bytes
    )


def _color_cases() -> list[Case]:
    red = {"do_not_do": ["No usar rojo"]}
    rows: list[tuple[str, str | None, Image.Image, dict[str, Any]]] = [
        *(
            (f"{name} patch", "FORBIDDEN_COLOR_PRESENT", patched(0.02, name), red)
            for name in ("#ff0000", "#8b0000", "#722f37", "#dc143c", "#cd5c5c")
        ),
        ("traces", "FORBIDDEN_COLOR_TRACE", patched(0.003, "#ff0000"), red),
        ("tomato, which some call orange", "FORBIDDEN_COLOR_TRACE", patched(0.05, "#ff6347"), red),
        (
            "near a hex",
            "FORBIDDEN_COLOR_PRESENT",
            patched(0.02, "#0a2fd0"),
            {"do_not_do": ["Evitar #0A30D8"]},
        ),
        (
            "black ground",
            "FORBIDDEN_COLOR_PRESENT",
            canvas("#000000"),
            {"do_not_do": ["No usar fondo negro"]},
        ),
        *(
            (f"{name} patch", None, patched(0.02, name), red)
            for name in ("#ffa500", "#c68642", "#8d5524", "#f6e0d0", "#800080", "#ff69b4")
        ),
        ("one pixel", None, patched(0.00002, "#ff0000"), red),
        ("another blue", None, patched(0.02, "#87ceeb"), {"do_not_do": ["Evitar #0A30D8"]}),
        ("black text on white", None, canvas(), {"do_not_do": ["No usar fondo negro"]}),
    ]
    return [
        built(
            "forbidden_color_check",
            name,
            code,
            partial(bare, png(image), **how),
        )
        for name, code, image, how in rows
    ]


def _palette_cases() -> list[Case]:
    brand = BrandKit(name="Tostadores del Sur", background="#FBF4E6", accent="#1F4E5F")
    rows = [
        ("pink half", "OFF_PALETTE", patched(0.4, "#ff40a0", "#FBF4E6")),
        ("green ground", "OFF_PALETTE", patched(0.1, "#1F4E5F", "#3cb371")),
        ("blue third", "OFF_PALETTE", patched(0.3, "#0000ff", "#FBF4E6")),
        ("its own colours", None, patched(0.3, "#1F4E5F", "#FBF4E6")),
        ("nearly its own", None, patched(0.3, "#23535f", "#fdf6ea")),
        ("a small stranger", None, patched(0.1, "#ff40a0", "#FBF4E6")),
        ("a photograph", None, drawing(3).filter(ImageFilter.GaussianBlur(30))),
    ]
    return [
        built(
            "brand_palette_check",
            name,
            code,
            partial(bare, png(image), context={"brand": brand}),
        )
        for name, code, image in rows
    ]


def _button_cases() -> list[Case]:
    lying = replace(button("#1F4E79", "#ffffff"), background=canvas())
    rows = [
        ("pale on white", "CTA_CONTRAST_TOO_LOW", button("#dddddd", "#ffffff")),
        ("yellow on white", "CTA_CONTRAST_TOO_LOW", button("#ffdd00", "#ffffff")),
        ("red on brown", "CTA_CONTRAST_TOO_LOW", button("#a03030", "#6a3a20")),
        ("declared where none is", "CTA_CONTRAST_TOO_LOW", lying),
        ("blue on white", None, button("#1F4E79", "#ffffff")),
        ("white on navy", None, button("#ffffff", "#0E2433")),
        ("no button", None, Creative()),
    ]
    return [shown("cta_contrast_check", name, code, creative=made) for name, code, made in rows]


def _logo_cases() -> list[Case]:
    rows: list[tuple[str, str | None, Creative]] = [
        ("white on white", "LOGO_INVISIBLE", logo("#ffffff", "#ffffff")),
        ("cream on white", "LOGO_INVISIBLE", logo("#fdf8ee", "#ffffff")),
        ("navy on black", "LOGO_INVISIBLE", logo("#04060c", "#000000")),
        ("yellow on white", "LOGO_FAINT", logo("#f5d020", "#ffffff")),
        ("a hair high", "LOGO_TOO_SMALL", logo("#101010", "#ffffff", (20, 180, 180, 188))),
        ("teal on white", None, logo("#0f766e", "#ffffff")),
        ("white on navy", None, logo("#ffffff", "#0e2433")),
        ("no logo", None, Creative()),
    ]
    return [shown("logo_visibility_check", name, code, creative=made) for name, code, made in rows]


PICTURE_CASES: Final[list[Case]] = [
    *_contrast_cases(),
    *_color_cases(),
    *_palette_cases(),
    *_button_cases(),
    *_logo_cases(),
]
