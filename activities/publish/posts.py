"""What a network's post says: the audited copy of its creatives, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from contracts import ArtifactMissing, PlatformRefused, PublishOrder, VisualAsset
from domain.platforms import FieldKind


@dataclass(frozen=True)
class Picture:
    """One picture of a post."""

    data: bytes
    asset: VisualAsset

    @property
    def file_name(self) -> str:
        """A name that says nothing but its form."""
        return f"{self.asset.sha256[:16]}.{self.asset.media_type.partition('/')[2]}"


@dataclass(frozen=True)
class Post:
    """A text with its pictures."""

    text: str
    """The body with its tags, and the link where the body has not got it. What stands on a picture
    is not said again."""
    link: str | None
    language: str | None
    pictures: tuple[Picture, ...]


def post_of(order: PublishOrder, content: Mapping[str, bytes], most_pictures: int) -> Post:
    """Return what an order says on a network whose posts are a text with pictures.

    Args:
        order: What to publish.
        content: The bytes of every asset, by SHA-256.
        most_pictures: As many as one post of the network takes.

    Raises:
        ArtifactMissing: The bytes of an asset are not in `content`.
        PlatformRefused: No post of the network can be made of it.
    """
    first = order.assets[0]
    if len(order.assets) > most_pictures:
        raise PlatformRefused(
            f"A post on {order.channel} takes {most_pictures} pictures, and there are "
            f"{len(order.assets)}."
        )
    if any((asset.text, asset.link) != (first.text, first.link) for asset in order.assets):
        raise PlatformRefused(
            f"A post on {order.channel} has one text, and its pictures came with several."
        )
    missing = next((asset.sha256 for asset in order.assets if asset.sha256 not in content), None)
    if missing is not None:
        raise ArtifactMissing(
            f"The bytes of artefact {missing} are needed to publish on {order.channel} and were "
            "not given."
        )
    return Post(
        text=_text(first),
        link=first.link,
        language=first.language,
        pictures=tuple(Picture(content[asset.sha256], asset) for asset in order.assets),
    )


def _text(asset: VisualAsset) -> str:
    """Return the text of a post.

    Raises:
        PlatformRefused: It has none.
    """
    body = asset.text.get(FieldKind.BODY, "")
    if not body:
        raise PlatformRefused(f"The post for {asset.channel} has no {FieldKind.BODY}.")
    paragraphs = [body, asset.text.get(FieldKind.HASHTAGS, "")]
    if asset.link is not None and asset.link not in body:
        paragraphs.append(asset.link)
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
