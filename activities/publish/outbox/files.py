"""The files of a tenant's folder: a record and a page per post, an overview and a feed of them."""

import heapq
from pathlib import Path
from typing import Final
from uuid import UUID

from activities.publish.outbox.post import Post
from activities.publish.outbox.preview import feed, overview_page, post_page
from activities.store import replace_file
from contracts import Unreadable, read_kept

RECORD: Final = "post.json"
PAGE: Final = "index.html"
_FEED: Final = "feed.json"
MOST_SHOWN: Final = 500
"""Posts that overview and feed show: every publication reads them all anew, within its 8 seconds.
"""


def folder_of(outbox: Path, tenant_id: UUID) -> Path:
    """Return the folder of a tenant in an outbox."""
    return outbox / str(tenant_id)


def overview_of(outbox: Path, tenant_id: UUID) -> Path:
    """Return the page that shows everything that a tenant has in an outbox."""
    return folder_of(outbox, tenant_id) / PAGE


def describe(folder: Path, post: Post) -> None:
    """Write the page and the record of a post; the record is there when both are.

    Raises:
        OSError: The folder cannot be written.
    """
    replace_file(folder / PAGE, post_page(post).encode())
    replace_file(folder / RECORD, post.to_json())


def refresh(root: Path) -> None:
    """Bring overview and feed in line with the newest posts; what is in line is left alone.

    Raises:
        OSError: The folder cannot be read or written.
    """
    posts: list[tuple[str, Post]] = []
    unreadable: list[str] = []
    records = list(root.glob(f"*/{RECORD}"))
    # A record is written when its post is published, and again when it is taken back.
    for record in heapq.nlargest(MOST_SHOWN, records, key=lambda one: one.stat().st_mtime_ns):
        try:
            post = read_kept(Post, record.read_bytes())
        except Unreadable:
            unreadable.append(record.parent.name)
        else:
            posts.append((record.parent.name, post))
    posts.sort(key=lambda entry: (entry[1].published_at, entry[0]), reverse=True)
    for name, wanted in (
        (PAGE, overview_page(posts, sorted(unreadable), len(records) - MOST_SHOWN).encode()),
        (_FEED, feed(posts, root.as_uri())),
    ):
        path = root / name
        if not path.is_file() or path.read_bytes() != wanted:
            replace_file(path, wanted)
