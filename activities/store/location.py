"""Where an object store is: `s3://bucket/prefix?endpoint=…&region=…`, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from contracts import ContractInvalid

_EXAMPLE: Final = "s3://bucket/prefix?endpoint=https://s3.example.com&region=eu-west-1"
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
_BUCKET: Final = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
# The safe characters of
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html without those that a URL
# or a shell would read as its own, and without segments that stand for other folders.
_SEGMENT: Final = re.compile(r"(?!\.+$)[A-Za-z0-9._-]+")
_REGION: Final = re.compile(r"[a-z0-9-]{1,40}")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+(:[0-9]{1,5})?|\[[0-9a-f:]+\](:[0-9]{1,5})?")

_ENDPOINTS: Final = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
_REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")


@dataclass(frozen=True)
class ObjectLocation:
    """A bucket and a prefix at an S3-compatible service."""

    bucket: str
    prefix: str
    """Without slashes around it; empty when the whole bucket is the store's."""
    endpoint: str | None
    """The service's address when it is not Amazon's own."""
    region: str | None

    def __str__(self) -> str:
        """Return it as a message names it: it holds nothing secret."""
        place = f"s3://{self.bucket}" + (f"/{self.prefix}" if self.prefix else "")
        return f"{place} at {self.endpoint}" if self.endpoint else place

    def below(self, folder: str) -> "ObjectLocation":
        """Return the location of a folder under the prefix."""
        return replace(self, prefix=f"{self.prefix}/{folder}".lstrip("/"))


def read_location(url: str, environment: Mapping[str, str]) -> ObjectLocation:
    """Read a URL; what it leaves out is taken from `AWS_ENDPOINT_URL_S3` and the like.

    Raises:
        ContractInvalid: It is no such URL. The message never repeats what may be a credential.
    """
    parts = _split(url)
    if "@" in parts.netloc:
        raise ContractInvalid(
            "The URL of an object store holds no credentials: set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY instead."
        )
    if parts.scheme != "s3" or parts.fragment or _BUCKET.fullmatch(parts.netloc) is None:
        raise ContractInvalid(f"An object store is named by a URL such as {_EXAMPLE}.")
    prefix = parts.path.strip("/")
    if prefix and not all(map(_SEGMENT.fullmatch, prefix.split("/"))):
        raise ContractInvalid(
            "The prefix of an object store consists of names from letters, digits, '.', '_' and "
            "'-', separated by single slashes."
        )
    given = _options(parts.query)
    endpoint = given.get("endpoint", _first(environment, _ENDPOINTS))
    region = given.get("region", _first(environment, _REGIONS))
    if endpoint is not None:
        endpoint = _checked_endpoint(endpoint)
    if region is not None and _REGION.fullmatch(region) is None:
        raise ContractInvalid("The region of an object store is a name such as eu-west-1.")
    return ObjectLocation(parts.netloc, prefix, endpoint, region)


def _split(url: str) -> SplitResult:
    wrong = ContractInvalid(f"An object store is named by a URL such as {_EXAMPLE}.")
    if not url.isprintable():  # urlsplit drops such characters, and then names another bucket
        raise wrong
    try:
        return urlsplit(url)
    except ValueError:
        raise wrong from None


def _options(query: str) -> dict[str, str]:
    pairs = parse_qsl(query, keep_blank_values=True)
    options = dict(pairs)
    if len(options) < len(pairs) or not options.keys() <= {"endpoint", "region"}:
        raise ContractInvalid(
            "The URL of an object store has the options endpoint and region, each at most once, "
            f"and no others: {_EXAMPLE}."
        )
    return options


def _first(environment: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((environment[name] for name in names if environment.get(name)), None)


def _checked_endpoint(endpoint: str) -> str:
    scheme, _, host = endpoint.rstrip("/").partition("://")
    if scheme not in {"http", "https"} or _HOST.fullmatch(host) is None:
        raise ContractInvalid(
            "The endpoint of an object store is an address such as http://127.0.0.1:9000 or "
            "https://s3.example.com, without a path and without credentials."
        )
    return f"{scheme}://{host}"
