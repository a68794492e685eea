"""Settings name the variables that hold secrets, and only what is named is handed out."""

from typing import Annotated, Any

import pytest
from pydantic import ValidationError

from activities.secret_variables import Secret, Variable, Variables, secrets_of
from contracts import Contract

ENVIRON = {"TOKEN": "s3cret", "NOW": " first \n", "NEXT": "second", "EMPTY": " ", "OTHER": "no"}


def is_long(secret: str) -> None:
    """Refuse a secret that anybody could guess."""
    if len(secret) < 6:
        raise ValueError("must be longer")


class Settings(Contract):
    """Settings as a publisher may have them."""

    name: str = "TOKEN"
    token_env: Annotated[Variable | None, Secret(is_long)] = None
    keys_env: Annotated[Variables, Secret()]


def test_secrets_are_found_under_the_names_that_the_settings_have() -> None:
    """A publisher is given its own secrets, without the line end of a file, and no others."""
    settings = Settings.model_validate({"token_env": "TOKEN", "keys_env": ["NOW", "NEXT"]})

    found = secrets_of(settings, ENVIRON)

    assert {name: secret.get_secret_value() for name, secret in found.items()} == {
        "TOKEN": "s3cret",
        "NOW": "first",
        "NEXT": "second",
    }


def test_a_field_that_is_left_out_names_no_variable() -> None:
    """A secret that is not needed is not asked for."""
    assert set(secrets_of(Settings(keys_env=["NOW"]), ENVIRON)) == {"NOW"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"keys_env": "GONE"}, "keys_env: the environment variable GONE is not set"),
        ({"keys_env": "EMPTY"}, "keys_env: the environment variable EMPTY is not set"),
        (
            {"keys_env": "NOW", "token_env": "OTHER"},
            "token_env: the environment variable OTHER must be longer",
        ),
    ],
)
def test_a_variable_that_does_not_fit_is_named(settings: dict[str, Any], message: str) -> None:
    """The operator reads which field and which variable to mend."""
    with pytest.raises(ValueError, match=message):
        secrets_of(Settings.model_validate(settings), ENVIRON)


@pytest.mark.parametrize("given", ["s3cret", "", [], ["A"] * 6, 7])
def test_what_is_no_name_of_a_variable_is_refused(given: object) -> None:
    """A secret in the place of its variable's name gets no further than the file."""
    with pytest.raises(ValidationError):
        Settings.model_validate({"keys_env": given})
