"""Nothing hidden leaves in a file: hidden records carry random words, and we look for them."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.cache import caches
from django.utils import timezone

from diplomacy.opendata.downloads import DOWNLOADS
from diplomacy.registry.models import Delegation, Difference, Entry, OpenQuestion, Relationship
from tests import builders
from tests.canaries import Canaries, hidden_around_a_tie
from tests.opendata.downloading import FORMS, content_of, keys_of

pytestmark = pytest.mark.django_db

NARROWED = {
    "events": ["?order=oldest", "?type=joint_project", "?offer=scholarship"],
    "timeline": ["?kind=event&order=oldest", "?year=2020"],
    "ties": ["?on=2021-01-01", "?form=none"],
    "commitments": ["?due=none"],
}


@pytest.fixture(autouse=True)
def _no_limit(settings):
    caches["limits"].clear()
    settings.DOWNLOADS_PER_HOUR = 0


@pytest.fixture(scope="module")
def canaries(made_once) -> Canaries:
    """Hide words all around a public tie, once for all tests: they only read."""
    made = Canaries()
    public = hidden_around_a_tie(made)
    visits = Delegation.objects.filter(pk__in=[entry.pk for entry in public])
    visits.update(cost=987654321, currency="ZQX")
    last = timezone.localdate() + timedelta(days=9)
    builders.offer(end=str(last), title_en="An offer")
    return made


def said(content: bytes, form: str) -> bytes:
    """Return what a file says, a workbook unpacked."""
    if form != "xlsx":
        return content
    with ZipFile(BytesIO(content)) as book:
        return b"".join(map(book.read, book.namelist()))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["fa", "en", "zh"])
def test_no_hidden_word_shows_in_any_file(client, canaries, lang, form):
    assert len(canaries.words) > 200
    for name in DOWNLOADS:
        for query in ("?", *NARROWED.get(name, ())):
            asked = f"{query}&lang={lang}"
            content = said(content_of(client, name, form, asked), form)
            shown = {word for word in canaries.words if word.encode() in content}
            assert not shown, f"{name}.{form}{asked} shows {shown}"


@pytest.mark.parametrize("form", FORMS)
def test_what_staff_keep_to_themselves_is_in_no_file(client, canaries, form):
    for name in DOWNLOADS:
        content = said(content_of(client, name, form), form)
        for word in (b"987654321", b"ZQX", b"staff_note", b"contact", b"withdrawn_reason"):
            assert word not in content, f"{name}.{form}"
    assert b"a clerk" in said(content_of(client, "delegations", "json"), "json")


def test_a_file_holds_every_published_record_and_no_other(client, canaries):
    shown = {
        "ties": Relationship.objects.published(),
        "timeline": Entry.objects.published(),
        "differences": Difference.objects.published(),
        "questions": OpenQuestion.objects.published(),
    }
    for name, records in shown.items():
        for form in FORMS:
            assert sorted(keys_of(client, name, form)) == sorted(r.key for r in records), name
    assert Entry.objects.count() > Entry.objects.published().count() > 0


def test_a_hidden_key_narrows_nothing_and_is_not_told_from_one_that_never_was(client, canaries):
    hidden = Relationship.objects.get(publication="draft", revises=None).partner
    answers = [
        client.get(f"/api/v1/timeline.csv?city={key}&lang=en") for key in (hidden.key, "never-was")
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert answers[0].content == answers[1].content
