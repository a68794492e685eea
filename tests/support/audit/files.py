"""Pictures and files of a designer's, and a folder of its own for each test of the commands."""

import io
from pathlib import Path
from typing import Any, Final

import pytest
from PIL import Image, ImageDraw

FEED: Final = ("--channel", "instagram", "--placement", "feed")

COPY: Final = """\
headline: La cosecha
body: La cosecha nueva ya está en la tienda.
call_to_action: Ver la cosecha
alt_text: Una taza de café recién hecho.
link: https://tostadores.example/?utm_source=a&utm_medium=b&utm_campaign=c
"""


def move_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run the commands in a folder, with a home in it that is not made yet."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PHOENIX_HOME", str(folder / "home"))
    for name in ("PHOENIX_ARTIFACTS", "PHOENIX_AUDITOR_KEY"):
        monkeypatch.delenv(name, raising=False)
    return folder


def picture(color: str = "#f2e9dc", size: tuple[int, int] = (1080, 1350)) -> Image.Image:
    """Return a picture that an Instagram feed takes."""
    image = Image.new("RGB", size, color)
    ImageDraw.Draw(image).ellipse((200, 300, 700, 800), fill="#3b5b2a")
    return image


def saved(image: Image.Image, name: str = "taza.jpg", **options: Any) -> str:
    """Write a picture into the present folder and return its name."""
    if name.endswith(".jpg"):
        options = {"quality": 95, **options}
    image.save(name, **options)
    return name


def written(name: str, text: str) -> str:
    """Write a file into the present folder and return its name."""
    Path(name).write_text(text, encoding="utf-8")
    return name


def as_bytes(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
