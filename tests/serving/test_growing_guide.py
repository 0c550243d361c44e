"""What the guide says that caches on the way may keep is what the answers say of themselves."""

import re

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client

from diplomacy.public.sheets import joined
from diplomacy.registry.models import Document
from tests import builders

GUIDE = (settings.BASE_DIR / "docs" / "deploying.md").read_text("utf-8").partition("## Growing")[2]

# What a row of the table speaks of → addresses of that kind.
KINDS = {
    "feeds, calendars": [
        "/en/feed.atom",
        "/fa/calendar.ics",
        "/en/cities/partner/picture.png",
        "/en/embed/cities/partner/",
        "/oembed?url=http://127.0.0.1:8000/en/cities/partner/",
        "/api/v1/cities/partner/",
        "/api/v1/cities.csv",
        "/sitemap.xml",
    ],
    "pages, documents": [
        "/fa/",
        "/en/cities/partner/",
        "/zh-hans/cities/",
        "/en/search/?q=a",
        "/en/no-page/",
        "/data/register.zip",
        "/api/v1/no-such/",
    ],
    "the form": ["/en/corrections/"],
    "desk, admin": ["/en/desk/sign-in/", "/fa/desk/", "/en/admin/", "/calendar/token.ics"],
    "503": ["/healthz", "/readyz"],
}


def said() -> dict[str, str]:
    """Return the Cache-Control that the guide gives for each kind, nothing where it names none."""
    rows = [line.split("|")[1:4] for line in GUIDE.splitlines() if line.startswith("| ")]
    return {kind.strip(): value.strip(" `") for kind, value, _ in rows[1:]}


def row(kind: str) -> str:
    (found,) = [value for name, value in said().items() if name.startswith(kind)]
    return found


def read(answer: HttpResponseBase) -> None:
    """Read the answer to its end: to close it would close the connection of the test."""
    if answer.streaming:
        list(answer)


@pytest.fixture
def visitor(db) -> Client:
    builders.home_city()
    builders.tie(builders.city(key="partner"))
    return Client()


def test_the_table_has_a_row_for_each_kind():
    assert len(said()) == len(KINDS) + 1


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_may_be_kept_as_long_as_the_guide_says(visitor, kind):
    for address in KINDS[kind]:
        answer = visitor.get(address)
        read(answer)
        assert (address, answer.headers.get("Cache-Control", "")) == (address, row(kind))
        assert not answer.cookies or kind == "desk, admin"


def test_a_document_is_kept_only_by_who_asks_each_time(visitor):
    document = Document.objects.create(
        entry=builders.event(builders.city(key="other")).entry_ptr,
        kind="report",
        file=builders.upload(),
        access=Document.Access.PUBLIC,
    )
    answer = visitor.get(f"/en/documents/{document.key}/")
    read(answer)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, row("pages, documents"))


def test_a_file_whose_address_holds_its_digest_is_kept_for_good(db, client, tmp_path, settings):
    assert row("files with a digest") == "public, immutable"
    name = "base"
    sheet = client.get(f"/styles/{name}.css", {"v": joined(name)[1]})
    assert {"public", "immutable"} <= set(sheet.headers["Cache-Control"].split(", "))
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "some.css").write_text("/* a style */")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "from"], tmp_path / "to"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    (hashed,) = [one.name for one in (tmp_path / "to").glob("some.*.css")]
    file = Client().get(f"/static/{hashed}")
    read(file)
    assert {"public", "immutable"} <= set(file.headers["Cache-Control"].split(", "))


def test_every_variable_that_is_named_is_there():
    example = (settings.BASE_DIR / ".env.example").read_text("utf-8")
    names = {"DATABASE", "DOWNLOADS", "API", "UPLOAD", "OPEN", "SECRET"}
    named = set(re.findall(rf"\b(?:{'|'.join(names)})_[A-Z_]+", GUIDE))
    assert len(named) > 5
    assert [one for one in named if f"# {one}=" not in example] == []
