"""What the commands about the embedded server and its worker answer."""

from contracts import Contract


class Running(Contract):
    """Where everything is, when the embedded server and its worker run."""

    address: str
    web_ui: str | None
    home: str


class Stopped(Contract):
    """What `down` did."""

    messages: list[str]
