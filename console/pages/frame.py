"""The frame of every HTML page: one file, whole in itself, without scripts."""

from html import escape

from console.pages.style import STYLESHEET


def document(title: str, heading: str, where: str, *, top: str = "", main: str, foot: str) -> str:
    """Return a whole page.

    Args:
        title: What a browser's tab shows; plain text.
        heading: The page's one heading; plain text.
        where: The quiet line below it; plain text.
        top: HTML that follows in the page's head.
        main: HTML of the page's body.
        foot: HTML of its last paragraph.
    """
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>{STYLESHEET}</style></head>
<body><header class=top><h1>{escape(heading)}</h1>
<p class=quiet>{escape(where)}</p>{top}</header>
<main>{main}</main>
<footer class=foot><p>{foot}</p></footer></body></html>
"""


def sentence(text: str) -> str:
    """Return text as a sentence: it begins with a capital and has an end."""
    if "://" not in text.partition(" ")[0]:  # an address stays as it is
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def count(number: int, word: str) -> str:
    """Return a number with its noun, such as `2 files`."""
    return f"{number} {word}" + ("" if number == 1 else "s")
