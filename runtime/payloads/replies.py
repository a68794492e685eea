"""What `codec` answers."""

from contracts import Contract, Line


class Decrypting(Contract):
    """Where the codec server listens from now on."""

    url: Line
    """The address that is entered in the Web UI."""
    origins: list[Line]
    """The Web UIs whose pages may read its answers."""
