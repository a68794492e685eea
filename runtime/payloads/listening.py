"""Where the codec server listens, and whether it can."""

import ssl
from dataclasses import dataclass
from pathlib import Path
from socket import AF_INET, AF_INET6, create_server, socket

from activities.named_paths import named
from contracts.repeating import repeated
from domain.hosts import is_this_machine
from runtime.certificates import Pem, check_pair
from runtime.refusals import WrongUse


@dataclass(frozen=True)
class Listening:
    """Where the server listens, and under which certificate."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None
    allow_http: bool = False
    """Whether other machines may be answered in the clear."""

    @property
    def url(self) -> str:
        """Return the address that is entered in the Web UI."""
        scheme = "http" if self.certificate is None else "https"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"

    def check(self) -> None:
        """Refuse what would show decrypted payloads to the network.

        Raises:
            WrongUse: It would, the certificate cannot be used, or nobody can listen there.
        """
        if (self.certificate is None) != (self.key is None):
            raise WrongUse("codec: --certificate and --key go together")
        if self.certificate is None or self.key is None:
            if not self.allow_http and not is_this_machine(self.host):
                raise WrongUse(
                    f"codec: on {self.host}, what it decrypts would travel in the clear: give "
                    "--certificate and --key, or --allow-http behind a proxy that has them"
                )
        else:
            _check_files(self.certificate, self.key)
        self.open().close()

    def open(self) -> socket:
        """Listen.

        Raises:
            WrongUse: Nobody can there.
        """
        try:
            name = self.host.encode("idna")
            return create_server((name, self.port), family=AF_INET6 if b":" in name else AF_INET)
        except (OSError, OverflowError, UnicodeError) as error:
            why = (getattr(error, "strerror", None) or "no such place").partition(" (while")[0]
            raise WrongUse(
                f"codec: nobody can listen at {repeated(self.host)}:{self.port} here ({why}): give "
                "another --port or --host"
            ) from None


def _check_files(certificate: Path, key: Path) -> None:
    try:
        check_pair(_pem("--certificate", certificate), _pem("--key", key))
        # What OpenSSL has against them besides, such as a key that is too short.
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key)
    except WrongUse as error:
        raise WrongUse(f"codec: {error}") from error
    except ssl.SSLError as error:
        raise WrongUse(
            f"codec: --certificate {certificate} and --key {key} are no certificate and its key: "
            f"{error}"
        ) from error


def _pem(option: str, file: Path) -> Pem:
    try:
        return Pem(f"{option} {file}", file.read_bytes())
    except OSError as error:
        raise WrongUse(f"{option} {named(file)} cannot be read: {error.strerror}") from None
