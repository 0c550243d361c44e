"""The page of reminders: the digest as it would be sent, and the address of one's calendar."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from diplomacy.accounts.models import User
from diplomacy.office.models import CalendarAddress
from diplomacy.office.reminders.digest import digest, remember
from diplomacy.office.reminders.mail import message
from tests import builders

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]


@pytest.fixture
def clerk(client) -> User:
    user = User.objects.create_user(
        "clerk", "clerk@office.test", role="viewer", language="en", digest="daily"
    )
    client.force_login(user)
    return user


def days_ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def page(client, language: str = "en") -> str:
    response = client.get(f"/{language}/desk/reminders/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return response.content.decode()


def post(client, act: str):
    return client.post("/en/desk/reminders/", {"act": act})


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get("/fa/desk/reminders/").status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_shows_what_the_mail_would_say(client, clerk, language):
    builders.commitment(builders.city(), due=days_ago(10))
    builders.commitment(builders.city(), due=days_ago(20))
    clerk.language = language
    with override(language):
        found = digest(clerk, timezone.localdate())
        sent = message(clerk, found, timezone.localdate())
    html = page(client, language)
    assert found.count == 2
    for line in found.lines:
        for body in (html, sent.body, sent.alternatives[0].content):
            assert line.title in body
            assert line.why in body


def test_what_was_told_is_no_longer_in_the_next_digest(client, clerk):
    promise = builders.commitment(builders.city(), due=days_ago(10))
    assert "Told already" not in page(client)
    remember(clerk, digest(clerk, timezone.localdate()))
    html = page(client)
    assert "Nothing new to tell." in html
    assert html.index("Told already") < html.index(promise.title_en)
    assert "told on" in html


@pytest.mark.parametrize(
    ("host", "fields", "said"),
    [
        ("", {}, "No mail is set up here"),
        ("mail.test", {"digest": "never"}, "You asked for no mail"),
        ("mail.test", {"email": ""}, "no e-mail address"),
        ("mail.test", {"digest": "daily"}, "on each day that has something new"),
        ("mail.test", {"digest": "weekly"}, "at most once a week"),
    ],
)
def test_it_says_whether_and_how_often_mail_comes(client, clerk, settings, host, fields, said):
    settings.EMAIL_HOST = host
    User.objects.filter(pk=clerk.pk).update(**fields)
    assert said in page(client)


def test_the_address_is_shown_once_and_works(client, clerk, settings):
    assert "Make its address" in page(client)
    assert 'action="#calendar"' in page(client)  # leads to what is shown once
    response = post(client, "make")
    html = response.content.decode()
    start = html.index(f"{settings.SITE_URL}/calendar/")
    address = html[start : html.index(".ics", start) + 4]
    assert response["Cache-Control"] == "private, no-store"
    assert client.get(address.removeprefix(settings.SITE_URL)).status_code == 200
    assert "/calendar/" not in page(client)
    assert "is not shown again" in page(client)


def test_the_address_can_be_made_anew_and_stopped(client, clerk):
    post(client, "make")
    first = CalendarAddress.objects.get()
    post(client, "make")
    second = CalendarAddress.objects.get()
    assert first.digest != second.digest
    assert first.made_at < second.made_at
    said = client.post("/en/desk/reminders/", {"act": "revoke"}, follow=True).content.decode()
    assert "has stopped working" in said
    assert not CalendarAddress.objects.exists()
    assert post(client, "revoke").status_code == 302


@pytest.mark.parametrize("act", ["", "other", "make\x00", "x" * 5000])
def test_an_act_that_does_not_exist_changes_nothing(client, clerk, act):
    assert post(client, act).status_code == 302
    assert not CalendarAddress.objects.exists()


def test_nobody_sees_or_stops_the_address_of_another(client, clerk):
    other = User.objects.create_user("other")
    CalendarAddress.objects.create(user=other, digest="0" * 64)
    assert "Make its address" in page(client)
    post(client, "revoke")
    assert CalendarAddress.objects.filter(user=other).exists()


@pytest.mark.parametrize("rows", [2, 12])
def test_the_page_costs_the_same_however_much_it_tells(
    client, clerk, django_assert_max_num_queries, rows
):
    for _number in range(rows):
        builders.commitment(builders.city(), due=days_ago(10))
    with django_assert_max_num_queries(13):
        page(client)


def test_the_navigation_leads_here(client, clerk):
    home = client.get(reverse("desk:home")).content.decode()
    assert 'href="/en/desk/reminders/"' in home
