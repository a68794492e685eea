"""Whether the keys can be used, and who vouches for them."""

from collections.abc import AsyncIterator

from contracts import ContractInvalid, as_prose
from runtime.doctor.replies import Finding, Health
from runtime.payloads.codec import payload_codec
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.keys import existing_key, will_make_key

_TO_VOUCH = "set PHOENIX_AUDITOR_KEY to a key of yours before real use; docs/security.md says how"


async def examine_keys(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the auditor's key and at the keys of payloads.

    Raises:
        WrongUse: One is set and cannot be used.
    """
    yield _auditor(settings)
    codec = payload_codec(settings.payload_keys)
    if codec is None:
        yield Finding(
            part="payload keys",
            health=Health.WELL,
            says="none are set: what campaigns say stands in clear text in Temporal",
        )
        return
    yield Finding(
        part="payload keys",
        health=Health.WELL,
        says=as_prose(f"payloads are encrypted under the key {codec.current}"),
    )


def _auditor(settings: Settings) -> Finding:
    try:
        if will_make_key(settings):
            return Finding(
                part="auditor's key",
                health=Health.DOUBTFUL,
                says="there is none: the first worker makes one for development",
                to_do=_TO_VOUCH,
            )
        key = existing_key(settings)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    if key.development:
        return Finding(
            part="auditor's key",
            health=Health.DOUBTFUL,
            says="it was made for development: nobody vouches for what it signs",
            to_do=_TO_VOUCH,
        )
    return Finding(part="auditor's key", health=Health.WELL, says=f"signs as {key.auditor.key_id}")
