"""Whether the connection to Temporal can be encrypted as its settings say."""

import os
from dataclasses import dataclass
from pathlib import Path

from temporalio.envconfig import ClientConfigTLS, DataSource

from activities.named_paths import named
from runtime.refusals import WrongUse
from runtime.temporal.profile import setting_of


@dataclass(frozen=True)
class _Given:
    """A certificate or a key, and which setting gave it."""

    what: str
    setting: str
    source: DataSource

    @property
    def named(self) -> str:
        """Return how messages call it: by its file, if it is one, and its setting."""
        if isinstance(self.source, Path):
            return f"{self.what} {named(self.source)} ({self.setting})"
        return f"{self.what} in {self.setting}"

    def read(self) -> bytes:
        """Return what it says.

        Raises:
            WrongUse: It cannot be read.
        """
        if isinstance(self.source, Path):
            try:
                return self.source.read_bytes()
            except OSError as error:
                raise WrongUse(
                    f"Temporal's {self.named} cannot be read: {error.strerror}"
                ) from None
        return self.source.encode() if isinstance(self.source, str) else self.source


def refuse_unusable_tls(tls: ClientConfigTLS | None) -> None:
    """Refuse certificates and keys that can never work: waiting mends none of them.

    Args:
        tls: The SDK's settings, `TEMPORAL_TLS_*` or a profile's.

    Raises:
        WrongUse: They cannot; the message names the setting and the file, and what would be right.
    """
    if tls is None or tls.disabled:
        return
    certificate = _given("client certificate", "client_cert", tls.client_cert)
    key = _given("client key", "client_key", tls.client_private_key)
    authorities = _given("server CA certificate", "server_ca_cert", tls.server_root_ca_cert)
    from runtime.certificates import Pem, check_authorities, check_pair  # noqa: PLC0415 - few need it

    def pem(given: _Given) -> Pem:
        return Pem(f"Temporal's {given.named}", given.read())

    if certificate is not None and key is not None:
        check_pair(pem(certificate), pem(key))
    elif (given := certificate or key) is not None:
        lacking = "client key" if key is None else "client certificate"
        raise WrongUse(
            f"Temporal's TLS settings give the {given.named} without its {lacking}: set "
            "TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH, or neither"
        )
    if authorities is not None:
        check_authorities(pem(authorities))


def _given(what: str, name: str, source: DataSource | None) -> _Given | None:
    if source is None:
        return None
    setting = setting_of(name, source)
    if os.environ.get(setting) == "":  # the SDK takes it for a path, too, or for the thing itself
        raise WrongUse(f"{setting} is set and empty: unset it, or give Temporal's {what}")
    return _Given(what, setting, source)
