"""What is sent fills neither the disk nor the memory, from whoever it comes and however it lies."""

import tracemalloc
from base64 import b64encode
from io import RawIOBase

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files import uploadedfile
from django.http import HttpRequest
from django.test import Client, RequestFactory

from diplomacy.accounts.models import User
from diplomacy.registry.models import Correction
from diplomacy.registry.receiving import LEAST, Unkept
from diplomacy.registry.uploads import MEGABYTE, check_upload
from tests import builders

LINE = "made-up-boundary"
KIND = f"multipart/form-data; boundary={LINE}"
BEFORE, AFTER = b'name="before"\r\n\r\ntyped', b'name="after"\r\n\r\ntyped too'


def sent_file(field: str, content: bytes, *headers: str) -> bytes:
    more = "".join(f"\r\n{header}" for header in headers)
    return f'name="{field}"; filename="{field}.pdf"{more}\r\n\r\n'.encode() + content


def form(*parts: bytes) -> bytes:
    said = b"".join(
        f"--{LINE}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts
    )
    return said + f"--{LINE}--\r\n".encode()


def received(body: bytes, user=None, **headers):
    request = RequestFactory().post("/en/desk/", body, content_type=KIND, **headers)
    request.user = user or User(username="somebody", role="recorder")
    assert request.POST.get("before", "typed") == "typed"
    made.append(request)
    return request


made: list[HttpRequest] = []


@pytest.fixture(autouse=True)
def _closed():
    yield
    while made:
        made.pop().close()


@pytest.fixture(autouse=True)
def _at_most_six(settings):
    settings.UPLOAD_MAX_MB = 6


@pytest.fixture
def written(monkeypatch):
    """Return the files that were begun on the disk."""
    begun = []
    plain = uploadedfile.tempfile.NamedTemporaryFile

    def counted(*args, **kwargs):
        begun.append(plain(*args, **kwargs))
        return begun[-1]

    monkeypatch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", counted)
    return begun


@pytest.mark.parametrize("size", [10, 3 * MEGABYTE, 6 * MEGABYTE])
def test_what_may_be_kept_comes_whole(size):
    content = builders.PDF[:9] + bytes(size - 14) + b"%%EOF" if size > 20 else builders.PDF
    request = received(form(BEFORE, sent_file("file", content), AFTER))
    assert request.FILES["file"].read() == content
    assert request.POST["after"] == "typed too"


def test_of_a_file_that_is_too_large_nothing_more_is_kept_and_what_was_typed_stays(written):
    request = received(form(BEFORE, sent_file("file", bytes(9 * MEGABYTE)), AFTER))
    file = request.FILES["file"]
    assert isinstance(file, Unkept)
    assert (file.size, file.read()) == (9 * MEGABYTE, b"")
    assert dict(request.POST.items()) == {"before": "typed", "after": "typed too"}
    assert [one.closed for one in written] == [True]
    with pytest.raises(ValidationError, match="larger than 6 MB"):
        check_upload(file)


def test_the_files_of_one_form_are_bounded_together():
    parts = [sent_file(f"file{number}", bytes(5 * MEGABYTE)) for number in range(5)]
    files = received(form(BEFORE, *parts, AFTER)).FILES
    kept = [name for name, file in files.items() if not isinstance(file, Unkept)]
    assert kept == ["file0", "file1", "file2"]
    with pytest.raises(ValidationError, match="too large together"):
        check_upload(files["file4"])


def test_a_table_that_is_brought_in_fits_however_small_documents_have_to_be(settings):
    settings.UPLOAD_MAX_MB = 1
    request = received(form(sent_file("file", bytes(LEAST))))
    assert len(request.FILES["file"].read()) == LEAST


@pytest.mark.parametrize("user", [AnonymousUser(), None], ids=["a visitor", "nobody asked yet"])
def test_nothing_is_written_for_who_is_not_signed_in(written, user):
    request = RequestFactory().post(
        "/en/corrections/",
        form(BEFORE, sent_file("file", bytes(4 * MEGABYTE)), AFTER),
        content_type=KIND,
    )
    if user:
        request.user = user
    assert request.FILES["file"].size == 4 * MEGABYTE
    assert request.FILES["file"].read() == b""
    assert request.POST["after"] == "typed too"
    assert written == []


def test_a_file_that_is_read_in_letters_is_bounded_by_what_they_say(written):
    letters = b64encode(bytes(9 * MEGABYTE))
    spaced = b"\n".join(letters[at : at + 76] for at in range(0, len(letters), 76))
    request = received(form(sent_file("file", spaced, "Content-Transfer-Encoding: base64"), AFTER))
    assert request.FILES["file"].size == 9 * MEGABYTE
    assert request.FILES["file"].read() == b""
    assert [one.closed for one in written] == [True]


class Endless(RawIOBase):
    """A form whose file goes on for so many bytes, made while they are read."""

    def __init__(self, size: int) -> None:
        start, end = form(sent_file("file", b"|"), AFTER).split(b"|")
        self._parts, self._left = [start, end], size
        self.size = len(start) + size + len(end)

    def read(self, most: int = -1) -> bytes:
        if self._left and len(self._parts) == 1:
            piece = min(most, self._left)
            self._left -= piece
            return bytes(piece)
        return self._parts.pop(0) if self._parts else b""


def test_a_file_without_end_costs_no_memory(written):
    body = Endless(200 * MEGABYTE)
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": KIND,
        "CONTENT_LENGTH": str(body.size),
        "wsgi.input": body,
    }
    request = RequestFactory().generic("POST", "/en/desk/", **environ)
    request.user = User(username="somebody", role="recorder")
    tracemalloc.start()
    try:
        assert request.FILES["file"].size == 200 * MEGABYTE
        assert tracemalloc.get_traced_memory()[1] < 10 * MEGABYTE
    finally:
        tracemalloc.stop()
    assert [one.closed for one in written] == [True]


MANY = {
    "too many files": form(*[sent_file(f"f{number}", b"x") for number in range(101)]),
    "too many fields": form(*[b'name="a"\r\n\r\nb'] * 6003),
    "too long a text": form(b'name="words"\r\n\r\n' + b"x" * 3_000_000),
}
SAID = {
    "fa": "آنچه فرستاده شد بیش از اندازه بزرگ است",
    "en": "What was sent is too large",
    "zh-hans": "提交的内容过大",
}


@pytest.mark.django_db
@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("case", MANY)
def test_a_form_of_too_many_parts_or_too_long_a_text_is_told_so(case, language):
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post(f"/{language}/corrections/", MANY[case], content_type=KIND)
    assert answer.status_code == 413
    assert SAID[language] in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no form at all",
        form(BEFORE)[:-20],
        form(sent_file("file", b"a", "Content-Length: 99999999999")),
        form(sent_file("file", b"a", "Content-Length: -1")),
        form(sent_file("file", b"====", "Content-Transfer-Encoding: base64")),
        form(sent_file("file", b"a!b", "Content-Transfer-Encoding: base64")),
        form(sent_file("file", b"")),
        form(b'name="file"; filename="' + b"x" * 70_000 + b'"\r\n\r\na'),
    ],
    ids=[
        "empty",
        "no form",
        "cut",
        "claims much",
        "claims less",
        "no bytes",
        "no letters",
        "an empty file",
        "endless name",
    ],
)
def test_a_malformed_form_breaks_nothing(body):
    visitor = Client(enforce_csrf_checks=True)
    answer = visitor.post("/en/corrections/", body, content_type=KIND)
    assert answer.status_code in (400, 422)
    assert not Correction.objects.exists()
