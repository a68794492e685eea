"""The thresholds are data: versioned, with a source each, and nothing else gets in."""

import pytest

from contracts import ContractInvalid
from domain.audit.ruleset import digest_of, load_ruleset, read_ruleset

HEAD = 'name = "a"\nversion = "1"\n'
SOUND = f'{HEAD}[thresholds.x]\nvalue = 1\nsource = "Project"\n'


def test_every_threshold_says_where_it_comes_from() -> None:
    """No number of the audit is without a source."""
    ruleset = load_ruleset()

    assert set(ruleset.sources) == set(ruleset.values)
    assert all(ruleset.sources.values())


def test_a_report_can_name_version_and_digest() -> None:
    """What a report says of its rule set fits where it stands, and tells two rule sets apart."""
    ruleset = load_ruleset()

    assert ruleset.label == f"{ruleset.name}@{ruleset.version}+{ruleset.sha256}"
    assert len(ruleset.label) <= 100


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        f"{SOUND}[more]\n",
        f'{HEAD}[thresholds.x]\nvalue = "1"\nsource = "Project"\n',
        f'{HEAD}[thresholds.x]\nvalue = true\nsource = "Project"\n',
        f"{HEAD}[thresholds.x]\nvalue = 1\n",
        f'{HEAD}[thresholds.x]\nvalue = 1\nsource = ""\n',
        f"{SOUND}unit = 3\n",
    ],
)
def test_what_is_no_threshold_is_refused(text: str) -> None:
    """A slip in the data stops the audit instead of changing it."""
    with pytest.raises(ContractInvalid, match=r"rule set must|threshold x must"):
        read_ruleset(text.encode(), "0" * 64)


def test_a_sound_rule_set_is_read() -> None:
    """A number with its source is what a threshold is."""
    assert read_ruleset(SOUND.encode(), "0" * 64)["x"] == 1.0


def test_a_digest_does_not_depend_on_order_or_line_ends() -> None:
    """The same data has the same digest on every machine, and other data another."""
    first = digest_of({"a": b"1\n", "b": b"2\n"})

    assert digest_of({"b": b"2\r\n", "a": b"1\n"}) == first
    assert digest_of({"a": b"2\n", "b": b"1\n"}) != first
