"""The two acts that change what readers see."""

import pytest
from django.urls import translate_url

from tests import builders

from .screens import address, change_page

pytestmark = pytest.mark.django_db

TO_PUBLISH = [
    lambda: builders.agreement(builders.city(), publication="draft"),
    lambda: builders.delegation(builders.city(), publication="in_review"),
    lambda: builders.tie(publication="draft"),
]


@pytest.mark.parametrize("make", TO_PUBLISH)
def test_an_administrator_publishes_and_withdraws_with_a_public_reason(chief, make):
    record = make()
    noun = record._meta.model_name
    assert "/publish/" in chief.get(change_page(record)).content.decode()
    done = chief.post(address(noun, "publish", record.pk), {"note": ""}, follow=True)
    record.refresh_from_db()
    assert record.is_published
    assert "Published:" in done.content.decode()
    assert "/withdraw/" in done.content.decode()
    refused = chief.post(address(noun, "withdraw", record.pk), {"fa": " ", "en": "", "zh": ""})
    assert "in one language at least" in refused.content.decode()
    chief.post(address(noun, "withdraw", record.pk), {"fa": "اشتباه بود.", "en": "", "zh": ""})
    record.refresh_from_db()
    assert (record.publication, record.withdrawn_reason_fa) == ("withdrawn", "اشتباه بود.")
    assert record.withdrawn_on


def test_what_is_missing_is_named_field_by_field_before_anything_is_asked(chief):
    bare = builders.agreement(title_fa="", start="", sources=[], publication="draft")
    page = chief.get(address("agreement", "publish", bare.pk))
    assert [label for label, _message in page.context["missing"]] == [
        "Title (Persian)",
        "Date",
        "Sources",
    ]
    assert chief.post(address("agreement", "publish", bare.pk), {"note": ""}).status_code == 200
    bare.refresh_from_db()
    assert bare.publication == "draft"


def test_publishing_by_a_mere_link_does_nothing(chief):
    draft = builders.agreement(builders.city(), publication="draft")
    assert chief.get(address("agreement", "publish", draft.pk)).status_code == 200
    draft.refresh_from_db()
    assert draft.publication == "draft"


@pytest.mark.parametrize("role", ["viewer", "recorder", "reviewer"])
@pytest.mark.parametrize("act", ["publish", "withdraw"])
def test_nobody_else_acts_by_a_forged_request(signed_in, role, act):
    draft = builders.agreement(builders.city(), publication="draft")
    answer = signed_in(role).post(address("agreement", act, draft.pk), {"fa": "x"})
    assert answer.status_code == 403
    draft.refresh_from_db()
    assert draft.publication == "draft"


def test_what_is_published_twice_is_told_so(chief):
    shown = builders.agreement(builders.city())
    answer = chief.post(address("agreement", "publish", shown.pk), {"note": ""})
    assert "This is published already." in answer.content.decode()


def test_each_page_links_to_itself_in_the_other_languages(chief):
    page = address("agreement", "add")
    text = chief.get(page).content.decode()
    for language in ("fa", "en", "zh-hans"):
        assert f'href="{translate_url(page, language)}"' in text
