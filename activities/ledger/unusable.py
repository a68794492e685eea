"""What stops a ledger from being used at all, whoever found it."""


class Unusable(Exception):
    """The ledger cannot be used; the message goes on where a sentence began with its name."""
