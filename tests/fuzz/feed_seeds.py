"""Small feeds of every kind, as publishers, offices and programs write them."""

import json
from functools import cache
from typing import Any, Final

_ITEMS: Final = (
    ("2026-11-20", "La cañería de café: corazón de otoño"),
    ("2026-11-21", "Más café de especialidad en Lugo 😀"),
    ("2026-11-05", "Pan de centeno & vino, 5 < 6"),
    ("2026-10-02", "Sube el precio del café"),
)
_ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "utf-32")


@cache
def feed_seeds() -> tuple[tuple[str, bytes], ...]:
    """Return names and bytes."""
    texts = (*_markup(), *_tables(), *_json())
    first = [(name, text.encode()) for name, text in texts]
    others = [
        (f"{encoding}-{name}", text.encode(encoding, errors="replace"))
        for number, (name, text) in enumerate(texts)
        for encoding in (_ENCODINGS[1 + number % (len(_ENCODINGS) - 1)],)
    ]
    return (*first, *others)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _markup() -> list[tuple[str, str]]:
    plain = "".join(
        f"<item><title>{_escaped(text)}</title><link>/a/{n}</link><guid>{n}</guid>"
        f"<description>&lt;p&gt;{_escaped(text)}&lt;/p&gt;</description>"
        f"<pubDate>Fri, {date[8:]} Nov 2026 08:30:00 +0100</pubDate></item>"
        for n, (date, text) in enumerate(_ITEMS)
    )
    literal = "".join(
        f"<item><title><![CDATA[{text}]]></title><dc:date>{date}T08:00:00Z</dc:date>"
        f"<content:encoded><![CDATA[<p>{text}</p><!-- no -->]]></content:encoded></item>"
        for date, text in _ITEMS
    )
    entries = "".join(
        f'<entry><title type="html">{_escaped(text)}</title><id>urn:{n}</id>'
        f'<link href="https://a.example/{n}"/><author><name>Ana</name></author>'
        f"<published>{date}T08:00:00.123+01:00</published><updated>{date}T09:00:00Z</updated></entry>"
        for n, (date, text) in enumerate(_ITEMS)
    )
    first = '<?xml version="1.0" encoding="UTF-8"?>\n'
    modules = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:media="http://search.yahoo.com/mrss/"'
    )
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    return [
        ("rss.xml", f'{first}<rss version="2.0"><channel><title>N</title>{plain}</channel></rss>'),
        ("modules.xml", f'{first}<rss version="2.0" {modules}><channel>{literal}</channel></rss>'),
        ("atom.xml", f'{first}<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'),
        ("prefixed.xml", f'<a:feed xmlns:a="http://www.w3.org/2005/Atom">{entries}</a:feed>'),
        ("rdf.xml", f'{first}<rdf:RDF xmlns:rdf="{rdf}" {modules}>{literal}</rdf:RDF>'),
        (
            "latin.xml",
            f'<?xml version="1.0" encoding="ISO-8859-1"?><rss><channel>{plain}</channel></rss>',
        ),
        ("page.html", "<!DOCTYPE html><html><head><title>404</title></head><body><p>no</body>"),
        ("loose.xml", f"<rss><channel><image><title>L</title></image>{plain}<item><title>x"),
    ]


def _tables() -> list[tuple[str, str]]:
    tables: list[tuple[str, str]] = []
    for number, (separator, head, written) in enumerate(
        (
            (",", "date,text", "{0}"),
            (";", "Fecha;Titular;Fuente", "{2}/{1}/2026 08:30"),
            ("\t", "published\tdescription", "{2} nov 2026"),
            (",", "title,date", "{1}/{2}/26"),
            (";", "Fecha de publicación;Título de la noticia", "viernes, {2} de noviembre de 2026"),
            ("|", "texto|fecha", "46{1}{2}"),
        )
    ):
        rows = [separator.join(_row(head, separator, date, text, written)) for date, text in _ITEMS]
        above = ("", "sep=;\r\n" if separator == ";" else "", "\n\nListado de noticias\n")[
            number % 3
        ]
        line = ("\n", "\r\n", "\r")[number % 3]
        tables.append((f"table{number}.csv", above + line.join([head, *rows]) + line))
    return tables


def _row(head: str, separator: str, date: str, text: str, written: str) -> list[str]:
    _, month, day = date.split("-")
    values = {"date": written.format(date, month, day), "text": f'"{text}\ncon más"'}
    names = head.split(separator)
    is_date = [name.lower().startswith(("date", "fecha", "publ")) for name in names]
    return [values["date" if one else "text"] for one in is_date]


def _json() -> list[tuple[str, str]]:
    listed: list[dict[str, Any]] = [{"date": date, "text": text} for date, text in _ITEMS]
    fed = [
        {
            "id": str(n),
            "title": text,
            "content_html": f"<p>{text}",
            "date_published": f"{date}T08:00:00Z",
        }
        for n, (date, text) in enumerate(_ITEMS)
    ]
    posts = [
        {"id": n, "date_gmt": date, "title": {"rendered": text}}
        for n, (date, text) in enumerate(_ITEMS)
    ]
    stamped = [{"created": 1795132800 + n, "message": text} for n, (_, text) in enumerate(_ITEMS)]
    version = "https://jsonfeed.org/version/1.1"
    return [
        ("list.json", json.dumps(listed, ensure_ascii=False)),
        ("feed.json", json.dumps({"version": version, "title": "N", "items": fed}, indent=1)),
        ("posts.json", json.dumps(posts)),
        ("wrapped.json", json.dumps({"status": "ok", "data": {"articles": stamped}})),
        ("lines.ndjson", "\n".join(map(json.dumps, listed))),
    ]
