"""Where a service is asked for an answer that it has promised: always at its own address."""

from typing import Final
from urllib.parse import urljoin, urlsplit

from activities.http.hidden import Hidden
from contracts import ContractInvalid, PlatformRefused

_LONGEST_PLACE: Final = 1500
_OWN: Final = "~"
"""What the service's address is called at the beginning of a place that is noted."""
_ENDS: Final = ("", "/", "?")
"""How goes on what is below an address."""
_BESIDE: Final = "~.."
"""The same of what stands before the last part of that address."""


class Places:
    """The places of one service; a history has none of them with a token of its address in it."""

    def __init__(self, url: str, hidden: Hidden, named: str) -> None:
        self._url = url
        beside = url.rpartition("/")[0]
        is_part = urlsplit(beside).netloc == urlsplit(url).netloc
        self._starts = {_BESIDE: beside, _OWN: url} if is_part else {_OWN: url}
        self._hidden = hidden
        self._named = named

    def noted(self, location: str) -> str:
        """Return a place as it is noted.

        Args:
            location: The place as the service says it, whole or from its own address on.

        Raises:
            PlatformRefused: It is elsewhere, or too long.
            ContractInvalid: It repeats a secret beyond the service's own address.
        """
        place = urljoin(self._url, location)
        self._refuse_elsewhere(place)
        if self._hidden.where_in(place) is None:
            return place
        for mark, start in reversed(self._starts.items()):
            below = place.removeprefix(start)
            if below != place and below[:1] in _ENDS and self._hidden.where_in(below) is None:
                return f"{mark}{below}"
        raise ContractInvalid(
            f"{self._named} wants to be asked at a Location that repeats its secret or a token "
            "of its address: it must keep them to itself."
        )

    def address(self, noted: str) -> str:
        """Return where to ask.

        Raises:
            PlatformRefused: It is elsewhere: what was noted comes from Temporal, where others may
                write, too.
        """
        place = noted
        for mark, start in self._starts.items():
            if noted.startswith(mark):
                place = f"{start}{noted.removeprefix(mark)}"
                break
        self._refuse_elsewhere(place)
        return place

    def _refuse_elsewhere(self, place: str) -> None:
        own, other = urlsplit(self._url), urlsplit(place)
        is_own = (own.scheme, own.netloc) == (other.scheme, other.netloc)
        if not is_own or len(place) > _LONGEST_PLACE:
            raise PlatformRefused(
                f"{self._named} wants to be asked at another address than its own, or at one of "
                f"more than {_LONGEST_PLACE:,} characters: nobody is asked there."
            )
