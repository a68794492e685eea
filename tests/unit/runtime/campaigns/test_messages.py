"""What an operator types is the message that the campaign gets."""

import getpass

import pytest

from contracts import PublicationStatus, ReviewAction
from runtime.campaigns import messages

DIGEST = "f727ca8e" + "0" * 56


def test_words_become_messages() -> None:
    """Each word has its meaning, and the sender is told to the campaign."""
    decision = messages.review("request-changes", "Ana", "Less red", "a" * 64)
    resolution = messages.resolution("x", "not-sent", None)

    assert decision.action is ReviewAction.REQUEST_CHANGES
    assert (decision.reviewer, decision.comment) == ("Ana", "Less red")
    assert resolution.status is PublicationStatus.NOT_SENT
    assert messages.cancel("over budget", retract=True).retract
    assert messages.resume().by == messages.operator()


def test_a_beginning_of_the_digest_names_the_report() -> None:
    """What a person copies from the status is understood, in whatever case."""
    assert messages.report_read("1b4d", "approve", f" {DIGEST[:8].upper()} ") == "f727ca8e"


@pytest.mark.parametrize("decision", ["reject", "request-changes"])
def test_only_an_approval_has_to_name_its_report(decision: str) -> None:
    """What sends nothing out may be about the present report."""
    assert messages.report_read("1b4d", decision, None) == ""


@pytest.mark.parametrize("name", ["\udce9va", "Ana\x1b[31m", "a\nb", "x" * 400])
def test_a_strange_name_of_a_user_spoils_no_message(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Variables that are no text, as systems allow them, do not keep anybody from pausing."""
    monkeypatch.setattr(getpass, "getuser", lambda: name)

    assert messages.pause(None).by == messages.operator()
