"""No lookup in an address of the admin sifts what its list does not offer to sift by."""

import pytest

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from tests import builders
from tests.registry.admin.conftest import chief, signed_in
from tests.registry.admin.screens import address

__all__ = ["chief", "signed_in"]

pytestmark = pytest.mark.django_db

OF_A_RECORD = [
    "staff_note",
    "staff_note__startswith",
    "staff_note__regex",
    "search__contains",
    "key__gt",
    "id__in",
    "pk",
    "pk__lt",
    "publication",
    "publication__in",
    "published_at__year",
    "revises__isnull",
    "revises__staff_note__startswith",
    "citations__source__staff_note__startswith",
    "citations__isnull",
    "documents__access",
    "documents__title_en__startswith",
    "participations__person__contact__startswith",
    "city_rows__city__staff_note__contains",
    "history__history_user__username",
    "entry_ptr__staff_note__startswith",
    "start__gte",
    "a__b__c",
    "__",
    "_connector",
    "publication__exact__exact",
    "level__exact__regex",
    "kind",
    "weight__regex",
    "place__name_en__istartswith",
    "ordering_day__year__gte",
]
OF_AN_ACCOUNT = [
    "password",
    "password__startswith",
    "password__regex",
    "username__startswith",
    "email__contains",
    "logentry__object_repr__contains",
    "groups__name",
    "second_factor__isnull",
    "is_superuser",
    "historicaluser__password__startswith",
    "last_login__gte",
    "user_permissions__codename",
]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("lookup", OF_A_RECORD)
def test_a_list_of_records_is_sifted_by_its_filters_alone(signed_in, role, lookup):
    builders.event(builders.city(), staff_note="hush")
    client = signed_in(role)
    for value in ("h", "1"):
        answer = client.get(address("event", "changelist"), {lookup: value})
        assert answer.status_code in (302, 400), lookup
    # Whoever follows comes to the whole list.
    page = client.get(address("event", "changelist"), {lookup: "zz"}, follow=True)
    assert page.status_code == 400 or page.context["cl"].result_count == 1


@pytest.mark.parametrize("lookup", OF_AN_ACCOUNT)
def test_the_list_of_accounts_is_no_oracle(chief, lookup):
    User.objects.create_user("other", password="p", email="a@a.test")
    answer = chief.get("/en/admin/accounts/user/", {lookup: "a"})
    assert answer.status_code in (302, 400), lookup


@pytest.mark.parametrize(
    "field", ["staff_note", "search", "publication", "revises", "password", "x"]
)
def test_no_pop_up_leads_to_a_record_by_another_field(chief, field):
    made = builders.event(builders.city(), staff_note="hush")
    change = address("event", "change", made.pk)
    answer = chief.get(change, {"_to_field": field, "_popup": "1"})
    assert answer.status_code in (302, 400, 404)
    assert chief.get(
        change.replace(f"/{made.pk}/", "/hush/"), {"_to_field": field}
    ).status_code in (
        302,
        400,
        404,
    )


def test_an_error_mark_in_the_address_ends_no_loop(chief):
    for query in ("?e=1", "?e=1&nothing=1", "?e=1&e=1&o=x", "?all=&p=9&e=1"):
        answer = chief.get(address("event", "changelist") + query, follow=True)
        assert answer.status_code in (200, 400)
        assert len(answer.redirect_chain) <= 2


@pytest.mark.parametrize(
    "asked",
    [
        {"app_label": "accounts", "model_name": "user", "field_name": "password"},
        {"app_label": "accounts", "model_name": "historicaluser", "field_name": "history_user"},
        {"app_label": "registry", "model_name": "event", "field_name": "staff_note"},
        {"app_label": "admin", "model_name": "logentry", "field_name": "user"},
        {"app_label": "registry", "model_name": "submission", "field_name": "submitted_by"},
        {"app_label": "auth", "model_name": "permission", "field_name": "content_type"},
        {"app_label": "x\x00", "model_name": "y", "field_name": "z"},
        {},
    ],
)
def test_the_look_up_of_names_gives_no_account_and_no_field_of_no_form(signed_in, asked):
    User.objects.create_user("hush-name", role=Role.ADMINISTRATOR)
    for role in (Role.VIEWER, Role.RECORDER, Role.REVIEWER):
        answer = signed_in(role).get("/en/admin/autocomplete/", asked | {"term": "h"})
        assert answer.status_code in (400, 403, 404)
        assert b"hush-name" not in answer.content
