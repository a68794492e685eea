"""Whether the connection to Temporal can be encrypted as its settings say."""

from pathlib import Path

from temporalio.envconfig import ClientConfigTLS, DataSource

from runtime.refusals import WrongUse

_CERTIFICATE = "client certificate"
_KEY = "client key"


def refuse_unusable_tls(tls: ClientConfigTLS | None) -> None:
    """Refuse certificates and keys that can never work: waiting mends none of them.

    Args:
        tls: The SDK's settings, `TEMPORAL_TLS_*` or a profile's.

    Raises:
        WrongUse: They cannot; the message names the file, and what would be right.
    """
    if tls is None or tls.disabled:
        return
    certificate, key = tls.client_cert, tls.client_private_key
    authorities = tls.server_root_ca_cert
    if (certificate is None) != (key is None):
        given, lacking = (_CERTIFICATE, _KEY) if key is None else (_KEY, _CERTIFICATE)
        source = certificate if key is None else key
        raise WrongUse(
            f"Temporal's TLS settings give the {_named(given, source)} without its {lacking}: set "
            "TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH, or neither"
        )
    from runtime.certificates import Pem, check_authorities, check_pair  # noqa: PLC0415 - few need it

    if certificate is not None and key is not None:
        check_pair(
            Pem(f"Temporal's {_named(_CERTIFICATE, certificate)}", _read(certificate)),
            Pem(f"Temporal's {_named(_KEY, key)}", _read(key)),
        )
    if authorities is not None:
        check_authorities(
            Pem(f"Temporal's {_named('server CA certificate', authorities)}", _read(authorities))
        )


def _named(what: str, source: DataSource | None) -> str:
    return f"{what} {source}" if isinstance(source, Path) else f"{what} in the settings"


def _read(source: DataSource) -> bytes:
    if isinstance(source, Path):
        try:
            return source.read_bytes()
        except OSError as error:
            raise WrongUse(f"{source} cannot be read: {error.strerror}") from error
    return source.encode() if isinstance(source, str) else source
