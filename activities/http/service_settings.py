"""What may be said of a service of the operator's own."""

from typing import Annotated

from pydantic import Field

from activities.http.address import Server
from activities.http.signature import check_secret
from activities.secret_variables import Secret, Variables


class HttpService(Server):
    """A service of your own that is posted a stage's order."""

    timeout_seconds: float = Field(default=30, ge=0.1, le=240)
    """The longest that one call takes in all; a service that needs longer answers 202."""
    secret_env: Annotated[Variables, Secret(check_secret)]
    """The environment variable that holds the secret, never the secret itself; several while the
    service changes from one to another, the present one first."""
    answer_within_hours: float = Field(default=72, ge=0.01, le=336)
    """How long an answer that was promised with 202 is asked for."""
    max_request_bytes: int = Field(default=32 * 1024 * 1024, ge=1024, le=256 * 1024 * 1024)
    """The largest order; a larger one is refused before anything is sent."""
    max_answer_bytes: int = Field(default=16 * 1024 * 1024, ge=1024, le=64 * 1024 * 1024)
    """As much of an answer as is read."""
