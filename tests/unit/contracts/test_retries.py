"""A request that goes on from failed executions names them in their order."""

import pytest
from pydantic import ValidationError

from tests.support.builders import request


def test_a_retry_has_the_id_that_follows_from_what_it_retries() -> None:
    """Nobody starts a second retry of an execution under a name of his own."""
    former = request().execution_id

    with pytest.raises(ValidationError, match=r"retry_of: the retry of execution"):
        request(execution_id=former, retry_of=[former])
