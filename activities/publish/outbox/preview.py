"""The pages of the outbox: each post as its channel would show it, and all of them in a row.

What stands in them of a post is its audited content; the rest says where it comes from.
"""

from collections.abc import Sequence
from html import escape
from typing import Any, Final

from activities.publish.outbox.post import Post, PostAsset, to_json
from activities.publish.outbox.stylesheet import STYLESHEET
from domain.platforms import Look, PreviewLayout, look_of

_EXCERPT: Final = 140
"""Characters of copy on a card of the overview."""


def post_page(post: Post) -> str:
    """Return one self-contained page that shows a post; its pictures lie beside it."""
    look = _look(post)
    forms = {PreviewLayout.MAIL: _mail, PreviewLayout.AD: _ad}
    shown = forms.get(look.layout, _social)(post, look)
    copy = "".join(
        f"<tr><th scope=row>{escape(field)}<td>{escape(value)}"
        for field, value in sorted(post.content.text.items())
    )
    files = "".join(
        f'<li><a href="{asset.file}">{asset.file}</a> {_measure(asset)}<code>{asset.sha256}</code>'
        for asset in post.content.assets
    )
    back, fate = "../index.html", ""
    if post.retracted_at is not None:
        back, fate = "../../index.html", "<span class=chip>taken back</span>"
    body = f"""
<header class=bar><h1{_lang(post)}>{escape(_title(post))}</h1>
<span class=chip>{look.title}</span><span class=chip>{post.placement}</span>{fate}
<a href="{back}">All posts</a></header>
<main class=stage{_lang(post)}>{shown}</main>
<section class=facts aria-label="Facts">
<h2>Copy</h2><table>{copy}</table>
<h2>Facts</h2><table>
<tr><th scope=row>Published<td>{_moment(post)}
<tr><th scope=row>Name here<td><code>{escape(post.remote_id)}</code>
<tr><th scope=row>Leads to<td>{_link(post)}
<tr><th scope=row>Execution<td><code>{escape(post.execution_id)}</code>
<tr><th scope=row>Audit<td><code>{post.report_sha256}</code>
</table><h2>Files</h2><ul>{files}</ul></section>"""
    return _page(f"{_title(post)} · {look.title}", look.accent, body)


def overview_page(posts: Sequence[tuple[str, Post]], unreadable: Sequence[str]) -> str:
    """Return the page that shows all posts in the given order, each with its folder's name."""
    cards = "".join(_card(folder, post) for folder, post in posts)
    count = f"{len(posts)} post" + ("" if len(posts) == 1 else "s")
    warning = ""
    if unreadable:
        names = ", ".join(escape(name) for name in unreadable)
        warning = f"<p class=warning>Not shown, because post.json cannot be read: {names}</p>"
    body = f"""
<header class=bar><h1>Outbox</h1><span class=chip>{count}</span>
<a href="feed.json">JSON Feed</a></header>
<main class=wall>{warning}{cards or "<p>Nothing has been published yet.</p>"}</main>"""
    return _page("Outbox", "#3b5166", body)


def feed(posts: Sequence[tuple[str, Post]], root: str) -> bytes:
    """Return all posts as a JSON Feed (https://www.jsonfeed.org/version/1.1/).

    Args:
        posts: Each post with its folder's name, in the order of the feed.
        root: The outbox's address, without a slash at its end.
    """
    return to_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Outbox",
            "home_page_url": f"{root}/index.html",
            "feed_url": f"{root}/feed.json",
            "items": [_item(post, f"{root}/{folder}") for folder, post in posts],
        }
    )


def _item(post: Post, address: str) -> dict[str, Any]:
    content = post.content
    optional = {"external_url": content.link, "language": content.language}
    return {name: value for name, value in optional.items() if value is not None} | {
        "id": post.remote_id,
        "url": f"{address}/index.html",
        "title": f"{_title(post)} · {_look(post).title}",
        "content_text": "\n\n".join(content.text.values()),
        "date_published": post.published_at.isoformat(),
        "tags": [post.channel, post.placement],
        "attachments": [
            {
                "url": f"{address}/{asset.file}",
                "mime_type": asset.media_type,
                "size_in_bytes": asset.size_bytes,
            }
            for asset in content.assets
        ],
    }


def _page(title: str, accent: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>:root{{--accent:{accent}}}{STYLESHEET}</style></head><body>{body}
</body></html>
"""


def _social(post: Post, look: Look) -> str:
    text = post.content.text
    words = _paragraph(text, "body", "words") + _paragraph(text, "hashtags", "tags")
    picture = _pictures(post)
    strip = (
        f"<div class=strip><div><small>{escape(post.content.host)}</small>"
        f"{_paragraph(text, 'headline', 'title')}{_paragraph(text, 'description', 'quiet')}</div>"
        f"{_button(post)}</div>"
    )
    is_picture_first = look.layout is PreviewLayout.PICTURE
    inner = picture + strip + words if is_picture_first else words + picture + strip
    shape = "tall" if _is_tall(post) else ""
    return f"<article class='card {look.layout} {shape}'>{_sender(post)}{inner}</article>"


def _mail(post: Post, _: Look) -> str:
    text = post.content.text
    return (
        f"<article class='card mail'><div class=envelope>{_paragraph(text, 'subject', 'title')}"
        f"{_paragraph(text, 'preheader', 'quiet')}{_sender(post)}</div>{_pictures(post)}"
        f"{_paragraph(text, 'headline', 'title')}{_paragraph(text, 'body', 'words')}"
        f"<div class=centered>{_button(post)}</div></article>"
    )


def _ad(post: Post, _: Look) -> str:
    text = post.content.text
    heading = "long_headline" if "long_headline" in text else "headline"
    business = _sender_name(post)
    lines = "<div class=lines aria-hidden=true><i></i><i></i><i></i></div>"
    return (
        f"<div class=site>{lines}<article class='card ad'><span class=marker>Ad</span>"
        f"{_pictures(post)}<div class=strip><div>{_paragraph(text, heading, 'title')}"
        f"{_paragraph(text, 'description', 'quiet')}<small>{escape(business)}</small></div>"
        f"{_button(post)}</div></article>{lines}</div>"
    )


def _card(folder: str, post: Post) -> str:
    look = _look(post)
    text = post.content.text
    words = " ".join(text.get("body", text.get("description", "")).split())
    if len(words) > _EXCERPT:
        words = words[: _EXCERPT - 1].rstrip() + "…"
    picture = _picture(post.content.picture, f"{folder}/") or "<span class=none>No picture</span>"
    return (
        f'<a class=tile style="--accent:{look.accent}" href="{folder}/index.html">'
        f"<span class=frame>{picture}</span><span class=about>"
        f"<span><span class=chip>{look.title}</span><span class=chip>{post.placement}</span></span>"
        f"<b{_lang(post)}>{escape(_title(post))}</b>"
        f"<span{_lang(post)}>{escape(words)}</span>"
        f"<small>{escape(_sender_name(post))} · {_moment(post)}</small></span></a>"
    )


def _sender(post: Post) -> str:
    name = _sender_name(post)
    return (
        f"<div class=sender><span class=avatar aria-hidden=true>{escape(name[:1].upper())}</span>"
        f"<span><b>{escape(name)}</b><small>{_moment(post)}</small></span></div>"
    )


def _pictures(post: Post) -> str:
    return "".join(_picture(asset) for asset in post.content.assets if asset.is_picture)


def _picture(asset: PostAsset | None, folder: str = "") -> str:
    if asset is None:
        return ""
    size = f' width="{asset.width}" height="{asset.height}"' if asset.width else ""
    return f'<img src="{folder}{asset.file}" alt="{escape(asset.alt_text or "")}"{size}>'


def _paragraph(text: dict[str, str], field: str, style: str) -> str:
    value = text.get(field, "")
    return f"<p class={style}>{escape(value)}</p>" if value else ""


def _button(post: Post) -> str:
    label = post.content.text.get("call_to_action", "")
    link = post.content.link
    href = f' href="{escape(link)}"' if link else ""
    return f"<a class=button{href}>{escape(label)}</a>" if label else ""


def _link(post: Post) -> str:
    if post.content.link is None:
        return "nowhere"
    address = escape(post.content.link)
    return f'<a href="{address}">{address}</a>'


def _title(post: Post) -> str:
    return post.content.title or f"A post on {_look(post).title}"


def _sender_name(post: Post) -> str:
    return post.content.text.get("business_name") or post.content.host or _look(post).title


def _lang(post: Post) -> str:
    language = post.content.language
    return f' lang="{language}"' if language else ""


def _is_tall(post: Post) -> bool:
    picture = post.content.picture
    if picture is None or picture.width is None or picture.height is None:
        return False
    return picture.height > 1.5 * picture.width


def _measure(asset: PostAsset) -> str:
    size = f"{asset.width} × {asset.height} pixels, " if asset.width else ""
    made = ", made by a generative model" if asset.ai_generated else ""
    return f"{size}{asset.size_bytes:,} bytes{made}"


def _look(post: Post) -> Look:
    return look_of(post.channel)


def _moment(post: Post) -> str:
    return f"{post.published_at:%Y-%m-%d %H:%M} UTC"
