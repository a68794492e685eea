"""What hosts end with: the top-level domains of the public suffix list, https://publicsuffix.org."""

from functools import cache
from importlib import resources
from typing import Final

_PRIVATE: Final = "===END ICANN DOMAINS==="
"""Behind it stand suffixes that companies give out, all of them below another ending."""


@cache
def top_level_domains() -> frozenset[str]:
    """Return every top-level domain, in lower case; those of other scripts in both forms."""
    listed = resources.files("publicsuffixlist").joinpath("public_suffix_list.dat")
    public = listed.read_text("utf-8").partition(_PRIVATE)[0]
    rules = (line.strip() for line in public.lower().splitlines())
    endings = {rule.rpartition(".")[2] for rule in rules if rule and not rule.startswith("//")}
    return frozenset(endings | {ending.encode("idna").decode("ascii") for ending in endings})
