"""Publishing shows a record that is fit to be shown; withdrawing keeps a public reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.registry.models import (
    Agreement,
    City,
    EntryCity,
    Event,
    Publication,
    Relationship,
)
from diplomacy.registry.models import Source as SourceModel
from diplomacy.registry.publishing import (
    AlreadyPublished,
    Gone,
    NotAllowed,
    NothingToShow,
    NotPublished,
    discard,
    missing,
    publish,
    revise,
    submit,
    withdraw,
)
from tests import builders

pytestmark = pytest.mark.django_db

NO_REASON = {"text_why_fa": "", "text_why_en": "", "text_why_zh": ""}
REASON = {"fa": "منبع نادرست بود.", "en": "The source was wrong."}


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief", role=Role.ADMINISTRATOR)


def draft(**fields) -> Agreement:
    return builders.agreement(builders.city(), publication=Publication.DRAFT, **fields)


def test_publishing_shows_the_entry_its_cities_and_its_sources(chief):
    made = draft()
    place = made.city_rows.get().city
    assert not City.objects.published().filter(pk=place.pk).exists()
    shown = publish(made, chief)
    assert shown.is_published
    assert shown.published_at <= timezone.now()
    assert Agreement.objects.published().get() == made
    assert EntryCity.objects.get(entry=made).public
    assert City.objects.published().filter(pk=place.pk).exists()
    assert SourceModel.objects.published().count() == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RECORDER, Role.REVIEWER])
def test_only_administrators_publish_without_review(role):
    made, user = draft(), User.objects.create_user("someone", role=role)
    with pytest.raises(NotAllowed):
        publish(made, user)
    assert Agreement.objects.get().publication == Publication.DRAFT


@pytest.mark.parametrize("role", [Role.VIEWER, Role.RECORDER])
def test_only_reviewers_and_administrators_withdraw(role):
    made, user = builders.event(), User.objects.create_user("someone", role=role)
    with pytest.raises(PermissionDenied):
        withdraw(made, user, REASON)
    assert Event.objects.get().is_published


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"title_fa": ""}, {"title_fa"}),
        ({"title_en": "", "title_zh": ""}, set()),
        ({"start": ""}, {"start"}),
        ({"start": "", "date_why_fa": "در منبع نیامده است"}, set()),
        ({"start": "[..2018]"}, set()),
        ({"sources": []}, {"citations"}),
        (NO_REASON, {"text_why_fa"}),
        (NO_REASON | {"text_why_en": "Not found."}, set()),
        (NO_REASON | {"start": "2010", "expires": "2019"}, set()),
        (NO_REASON | {"paper_state": "draft"}, set()),
        ({"title_fa": "", "start": "", "sources": []}, {"title_fa", "start", "citations"}),
    ],
)
def test_what_a_reader_would_miss_forbids_publishing(chief, fields, lacking):
    made = draft(**fields)
    assert set(missing(made)) == lacking
    if lacking:
        with pytest.raises(NothingToShow) as fault:
            publish(made, chief)
        assert set(fault.value.message_dict) == lacking
    else:
        assert publish(made, chief).is_published


def test_a_tie_needs_names_in_the_own_language_and_a_source_of_its_aim(chief):
    nameless = builders.city(name_fa="")
    tie = builders.tie(nameless, publication="draft", aim="sister", aim_said_by="both")
    assert set(missing(tie)) == {"partner", "aim"}
    tie.citations.create(about="aim", source=builders.source())
    nameless.name_fa = "نام‌دار"
    nameless.save()
    tie.refresh_from_db()
    assert publish(tie, chief).is_published


def test_withdrawing_keeps_reason_and_day_and_hides_everything_else(chief):
    made = publish(draft(), chief)
    first = made.published_at
    gone = withdraw(made, chief, REASON)
    assert (gone.publication, gone.withdrawn_on) == ("withdrawn", timezone.localdate())
    assert (gone.withdrawn_reason_fa, gone.withdrawn_reason_en) == (REASON["fa"], REASON["en"])
    assert not Agreement.objects.published().exists()
    assert not EntryCity.objects.get(entry=made).public
    again = publish(gone, chief)
    assert (again.published_at, again.withdrawn_on, again.withdrawn_reason_fa) == (first, None, "")


@pytest.mark.parametrize("reason", [{}, {"fa": "", "en": "  "}, {"en": "x" * 251}])
def test_a_reason_is_given_in_one_language_at_least_and_fits(chief, reason):
    made = builders.agreement(builders.city())
    with pytest.raises(ValidationError):
        withdraw(made, chief, reason)
    assert Agreement.objects.get().is_published


def test_only_what_is_published_is_withdrawn_and_nothing_is_published_twice(chief):
    made = draft()
    with pytest.raises(NotPublished):
        withdraw(made, chief, REASON)
    publish(made, chief)
    with pytest.raises(AlreadyPublished):
        publish(made, chief)


def test_a_bare_entry_is_published_through_its_kind(chief):
    made = draft()
    shown = publish(made.entry_ptr, chief)
    assert isinstance(shown, Agreement)
    assert Agreement.history.filter(pk__isnull=False, publication="published").exists()


def test_the_history_names_the_act_and_who_did_it(chief):
    made = publish(draft(), chief, note="checked " * 30)
    newest = made.history.first()
    assert newest.history_user == chief
    assert newest.history_change_reason.startswith("published without review: checked")
    assert len(newest.history_change_reason) <= 100


def test_a_stale_copy_in_hand_is_not_written_back(chief):
    made = draft()
    Agreement.objects.filter(pk=made.pk).update(reference="written meanwhile")
    assert publish(made, chief).reference == "written meanwhile"
    tie = builders.tie(publication="draft")
    Relationship.objects.filter(pk=tie.pk).update(staff_note="meanwhile")
    assert publish(tie, chief).staff_note == "meanwhile"


def test_of_two_who_decide_at_once_the_second_is_told_that_it_is_done(chief):
    shown = builders.event(builders.city())
    copy = revise(shown, chief)
    in_another_hand = Event.objects.get(pk=copy.pk)
    publish(copy, chief)
    for act in (publish, discard, submit):
        with pytest.raises(Gone):
            act(in_another_hand, chief)
