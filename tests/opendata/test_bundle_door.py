"""The bundle at its address: what was taken back since it was made does not leave in it."""

import io
from datetime import UTC, datetime
from threading import Thread
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.opendata.bundle import making
from diplomacy.opendata.bundle.making import make_bundle
from diplomacy.opendata.views import bundle as door
from diplomacy.registry import publishing
from diplomacy.registry.blanking import blank
from diplomacy.registry.models import ChangeNote, Difference, Event, Person, Source
from diplomacy.registry.queries.open_bundle import may_be_handed_out, open_bundle
from tests import builders

pytestmark = pytest.mark.django_db

DOOR = "/data/register.zip"


@pytest.fixture
def folder(settings, tmp_path):
    settings.OPEN_DATA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief", role=Role.ADMINISTRATOR)


@pytest.fixture
def visit():
    """A visit with a name and a cost that are public, on a linked source."""
    tie = builders.tie()
    found = builders.delegation(tie.partner, cost=5, currency="EUR", cost_shown=True)
    builders.took_part(found, person=builders.person(), name_shown=True)
    Source.objects.update(url="https://paper.example/", linked=True)
    builders.difference(tie)
    builders.question(tie)
    return found


def ask(client, method: str = "get", **headers: str):
    """Return the answer of the door; `body` is all that came."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    response = getattr(client, method)(DOOR, headers=given)
    response.body = b"".join(response)
    return response


def register_of(response) -> str:
    with ZipFile(io.BytesIO(response.body)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_where_none_was_made_a_page_says_so(client, folder):
    response = ask(client, accept_language="en")
    assert response.status_code == 404
    assert "has not been made yet" in response.body.decode()
    assert open_bundle() is None


@pytest.mark.parametrize(("language", "words"), [("fa", "هنوز"), ("zh-hans", "尚未")])
def test_the_page_speaks_the_language_of_the_reader(client, folder, language, words):
    html = ask(client, accept_language=language).body.decode()
    assert f'lang="{"zh-Hans" if language == "zh-hans" else language}"' in html
    assert words in html


def test_it_is_handed_out_with_its_dated_name_and_digest_to_any_site(client, folder, visit):
    made = make_bundle(folder)
    response = ask(client)
    assert response.status_code == 200
    assert visit.key in register_of(response)
    headers = response.headers
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"] == f'attachment; filename="{made.name}"'
    assert str(timezone.localdate()) in made.name
    assert headers["Content-Length"] == str(made.size)
    assert headers["ETag"] == f'"{made.sha256}"'
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    kept = datetime.strptime(headers["Last-Modified"], "%a, %d %b %Y %H:%M:%S %Z")
    assert kept.replace(tzinfo=UTC) == made.made_at
    assert ask(client, if_none_match=headers["ETag"]).status_code == 304
    assert ask(client, if_none_match='"another"').status_code == 200
    head = ask(client, "head")
    assert head.headers["Content-Length"] == str(made.size)
    assert head.headers["ETag"] == headers["ETag"]
    assert head.body == b""


def test_a_page_that_was_kept_before_it_was_made_tells_of_it_all_the_same(client, folder, visit):
    page = "/en/about/open-data/"
    for _ in range(2):
        assert DOOR not in client.get(page).content.decode()
    make_bundle(folder)
    assert DOOR in client.get(page).content.decode()


def test_what_a_page_says_of_it_costs_no_query(folder, visit, django_assert_num_queries):
    made = make_bundle(folder)
    with django_assert_num_queries(0):
        assert open_bundle() == made
    assert made.records > 3
    assert made.day == timezone.localdate()
    with django_assert_num_queries(9):
        assert may_be_handed_out(made)
    with django_assert_num_queries(1):
        assert may_be_handed_out(made)


def withdraw(record, chief):
    publishing.withdraw(record, chief, {"en": "It was wrong."})


def set_of(record, **fields):
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


TAKEN_BACK = {
    "an entry withdrawn": withdraw,
    "a tie withdrawn": lambda visit, chief: withdraw(visit.city_rows.get().city.ties.get(), chief),
    "a name no longer shown": lambda visit, chief: set_of(
        visit.participations.get(), name_shown=False
    ),
    "a name taken out": lambda visit, chief: visit.participations.get().delete(),
    "a cost no longer shown": lambda visit, chief: set_of(visit, cost_shown=False),
    "a source no longer linked": lambda visit, chief: set_of(Source.objects.last(), linked=False),
    "a person blanked": lambda visit, chief: blank(
        person := Person.objects.get(), chief, person.key
    ),
    "a person blanked whom no entry names": lambda visit, chief: blank(
        person := builders.person(), chief, person.key
    ),
    "a difference deleted": lambda visit, chief: Difference.objects.get().delete(),
}


@pytest.mark.parametrize("act", TAKEN_BACK.values(), ids=TAKEN_BACK.keys())
def test_what_was_taken_back_is_not_handed_out_until_it_is_made_anew(
    client, folder, visit, chief, act
):
    make_bundle(folder)
    assert ask(client).status_code == 200
    act(visit, chief)
    response = ask(client, accept_language="en")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    assert "taken back" in response.body.decode()
    assert response.headers["Cache-Control"] == "no-cache"
    make_bundle(folder)
    assert ask(client).status_code == 200


NOTHING_TAKEN_BACK = {
    "a draft": lambda visit, chief: builders.event(publication="draft"),
    "a draft that gives no name": lambda visit, chief: builders.took_part(
        builders.event(publication="draft"), person=builders.person(), name_shown=False
    ),
    "a draft copy": publishing.revise,
    "a note for staff": lambda visit, chief: set_of(visit, staff_note="Ask first."),
    "a source of a draft no longer linked": lambda visit, chief: set_of(
        builders.source(url="https://other.example/"), linked=False
    ),
    "a new entry": lambda visit, chief: builders.event(),
    "a mended title": lambda visit, chief: set_of(visit, title_en="Visit, mended"),
    "a note to readers": lambda visit, chief: ChangeNote.objects.create(
        entry=visit.entry_ptr, day="2026-01-01", words_en="The title.", by=chief
    ),
}


@pytest.mark.parametrize("act", NOTHING_TAKEN_BACK.values(), ids=NOTHING_TAKEN_BACK.keys())
def test_a_draft_or_a_mended_word_changes_nothing_of_the_answer(client, folder, visit, chief, act):
    make_bundle(folder)
    before = ask(client)
    act(visit, chief)
    after = ask(client)
    assert (after.status_code, after.headers["ETag"]) == (200, before.headers["ETag"])


def test_a_file_that_does_not_fit_its_note_is_not_handed_out(client, folder, visit):
    made = make_bundle(folder)
    made.file.write_bytes(b"x" * made.size)
    assert ask(client).status_code == 404
    (folder / "bundle.json").write_text("{")
    assert ask(client).status_code == 404


def _away(made):
    made.file.unlink()


def _another(made):
    made.file.unlink()
    made.file.write_bytes(b"newer")


@pytest.mark.parametrize("act", [_away, _another])
def test_a_bundle_replaced_while_it_is_asked_for_is_no_fault(
    client, folder, visit, monkeypatch, act
):
    made = make_bundle(folder)
    monkeypatch.setattr(door, "may_be_handed_out", lambda bundle: act(made) is None)
    assert ask(client).status_code == 404


def test_the_command_tells_what_it_made(folder, visit, capsys):
    call_command("make_bundle")
    told = capsys.readouterr()
    assert str(open_bundle().file) in told.out
    assert open_bundle().sha256 in told.out
    assert "reading events" in told.err


@pytest.mark.django_db(transaction=True)
def test_it_is_made_at_one_moment_outside_of_any_transaction(folder, monkeypatch):
    on_a_server = connection.vendor == "postgresql"
    entry = builders.event()
    tell = making.what_can_be_taken_back

    def and_write():
        held = tell()
        if on_a_server:  # SQLite in memory, as in tests, lets nobody write beside a reader
            write_elsewhere(lambda: builders.event(title_en="Written meanwhile"))
        return held

    monkeypatch.setattr(making, "what_can_be_taken_back", and_write)
    made = make_bundle(folder)
    with ZipFile(made.file) as archive:
        events = archive.read("register/events.yaml").decode()
    assert entry.key in events
    assert "Written meanwhile" not in events
    builders.event()
    assert Event.objects.count() == (3 if on_a_server else 2)


def write_elsewhere(write) -> None:
    """Write by a connection of its own, as another process does."""

    def run():
        try:
            write()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()
