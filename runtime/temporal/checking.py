"""For what a worker is refused before anything is made or connected to for it."""

from runtime.ledger.place import refuse_second_ledger
from runtime.payloads.codec import payload_codec
from runtime.settings import Settings
from runtime.temporal.roles import Role, read_role
from runtime.temporal.target import read_target
from runtime.temporal.tls import refuse_unusable_tls
from runtime.wiring.channels import Rates
from runtime.wiring.composition import channel_rates


def checked(settings: Settings, role: str) -> tuple[Role, Rates]:
    """Return what a worker takes and how fast, where nothing speaks against it.

    Raises:
        WrongUse: There is no such role, or the settings can never work.
    """
    takes, rates = read_role(role), channel_rates(settings)
    refuse_unusable_tls(read_target(settings).tls)
    payload_codec(settings.payload_keys)
    refuse_second_ledger(settings)
    return takes, rates
