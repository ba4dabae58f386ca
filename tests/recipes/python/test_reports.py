"""Authlib in pytest: `pip install -r requirements.txt && pytest`, with oauth-tutor on the path or named by OAUTH_TUTOR."""

import pytest
from reports import Refused, Reports


@pytest.fixture
def waited():
    return []


@pytest.fixture
def reports(practice, waited):
    return Reports(practice.app, practice.tenant, wait=waited.append)


def test_the_first_token_is_refused_and_the_next_attempt_succeeds(practice, reports):
    practice.change({"change": "fault", "kind": "401", "door": "token", "next": 1})
    with pytest.raises(Refused):
        reports.list()
    assert len(reports.list()) == 3


def test_a_token_that_has_expired_is_replaced(practice, reports):
    reports.list()
    practice.change({"change": "clock", "of": "tenant", "by": "+25h"})
    assert len(reports.list()) == 3


def test_a_token_of_a_key_that_is_gone_is_replaced(practice, reports):
    reports.list()
    practice.change({"change": "key", "do": "roll"})
    practice.change({"change": "key", "do": "forget-old"})
    assert len(reports.list()) == 3


def test_too_many_requests_it_comes_back_when_it_was_told_to(practice, reports, waited):
    practice.change({"change": "fault", "kind": "429", "door": "token", "next": 1, "retry_after": 7})
    assert len(reports.list()) == 3
    assert waited == [7]
