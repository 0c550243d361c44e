"""A form whose token is missing or old: ours loses nothing, another site's gets nowhere."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from .people import LANGUAGES, PASSWORD, form_data, inputs, person

pytestmark = pytest.mark.django_db

ACCOUNT = "/en/desk/account/"
TYPED = {
    "first_name": "سارا",
    "last_name": "Example",
    "email": "clerk@example.org",
    "language": "en",
    "digest": "daily",
}


def strict() -> Client:
    """Return a browser whose forms need their token, as in earnest."""
    return Client(enforce_csrf_checks=True)


OWN = {"origin": "http://testserver"}


def test_an_old_page_of_ours_loses_nothing_to_somebody_signed_in():
    user, client = person(), strict()
    client.force_login(user)
    page = client.post(ACCOUNT, TYPED | {"csrfmiddlewaretoken": "old"}, headers=OWN)
    assert page.status_code == 403
    sent = form_data(page.content.decode())
    assert client.post(page.context["carried"].address, sent, headers=OWN).status_code == 302
    user.refresh_from_db()
    assert user.first_name == TYPED["first_name"]


def test_without_any_cookie_left_the_whole_way_still_leads_back():
    user, client = person(), strict()
    page = client.post(ACCOUNT, TYPED | {"csrfmiddlewaretoken": "old"}, headers=OWN)
    assert page.status_code == 403
    signing_in = {"username": "clerk", "password": PASSWORD}
    # The sign-in page is old too by now: it was opened twice.
    stale = form_data(page.content.decode()) | signing_in | {"csrfmiddlewaretoken": "old"}
    page = client.post("/en/desk/sign-in/", stale, headers=OWN)
    assert page.status_code == 403
    assert "had grown old" in page.content.decode()
    sent = form_data(page.content.decode()) | signing_in
    offered = client.post("/en/desk/sign-in/", sent, headers=OWN)
    assert offered.status_code == 200
    client.post(
        offered.context["carried"].address, form_data(offered.content.decode()), headers=OWN
    )
    user.refresh_from_db()
    assert user.first_name == TYPED["first_name"]


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {}],
)
@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("address", [ACCOUNT, "/en/desk/sign-in/", "/en/desk/forgotten/"])
def test_a_form_of_another_site_is_refused_and_never_offered_to_be_sent_on(
    headers, inside, address
):
    user, client = person(), strict()
    if inside:
        client.force_login(user)
    forged = TYPED | {"next": "/en/desk/account/", "typed": "first_name=Forged"}
    answer = client.post(address, forged, headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert inputs(html) == []
    assert "Forged" not in html
    assert TYPED["email"] not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_refusal_says_what_happened_and_what_to_do(language):
    with override(language):
        address = reverse("accounts:forgotten")
    answer = strict().post(address, {"email": "a@example.org"})
    words = {"fa": "پذیرفته نشد", "en": "was not accepted", "zh-hans": "未被接受"}
    assert answer.status_code == 403
    assert words[language] in answer.content.decode()
    assert f'href="{address}"' in answer.content.decode()


def test_a_forged_form_to_an_address_that_is_not_there_is_refused_plainly():
    assert strict().post("/en/desk/no-such-page/", TYPED, headers=OWN).status_code == 404
