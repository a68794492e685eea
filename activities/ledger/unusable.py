"""What stops a ledger from being used at all, whoever found it."""


class Unusable(Exception):
    """The ledger cannot be used; the message goes on where a sentence began with its name."""

    def __init__(self, why: str, said: str = "") -> None:
        """Take why, and what a library says to it, which may repeat what it was told."""
        super().__init__(why)
        self.said = said
