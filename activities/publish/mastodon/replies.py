"""What a server says, as far as it matters; see https://docs.joinmastodon.org/entities/."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, RootModel, StringConstraints

from activities.publish.mastodon.marker import Focus

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,64}$")]


class Point(BaseModel):
    """What of a picture stays in sight."""

    x: float
    y: float


class Meta(BaseModel):
    """What a server knows of a picture."""

    focus: Point | None = None


class Media(BaseModel):
    """A picture that was sent."""

    id: Id
    url: str | None = None
    """Where it is; nothing while it is worked on."""
    meta: Meta | None = None

    def is_marked(self, focus: Focus) -> bool:
        """Tell whether it has this focus."""
        point = None if self.meta is None else self.meta.focus
        return point is not None and focus.is_at(point.x, point.y)


class Status(BaseModel):
    """A post."""

    id: Id
    url: str | None = None
    created_at: datetime
    media_attachments: list[Media] = []


class Statuses(RootModel[list[Status]]):
    """Posts of an account, the latest first."""


class Whose(BaseModel):
    """Whose token it is."""

    id: Id
    acct: str


class StatusLimits(BaseModel):
    """What a server takes of a post."""

    max_characters: int = 500
    max_media_attachments: int = 4
    characters_reserved_per_url: int = 23


class MediaLimits(BaseModel):
    """What a server takes of a picture."""

    supported_mime_types: list[str] = []
    image_size_limit: int | None = None
    description_limit: int = 1500


class Configuration(BaseModel):
    """What a server takes."""

    statuses: StatusLimits = StatusLimits()
    media_attachments: MediaLimits = MediaLimits()


class Instance(BaseModel):
    """A server, as `/api/v2/instance` describes it."""

    configuration: Configuration = Field(default_factory=Configuration)
