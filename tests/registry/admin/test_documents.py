"""Files kept with entries: what staff send, and what they get back."""

from hashlib import sha256

import pytest

from diplomacy.registry.models import Document
from tests import builders, pictures

from .screens import address, change_page, sent

pytestmark = pytest.mark.django_db

HTML = b"<html><script>alert(1)</script></html>"
JPG = pictures.taken(pictures.jpeg(pictures.exif(6)))
TYPED = {
    "documents-TOTAL_FORMS": "1",
    "documents-0-kind": "report",
    "documents-0-access": "staff",
    "documents-0-title_en": "Typed with care",
}


@pytest.mark.parametrize("language", ["en", "fa", "zh-hans"])
def test_a_refused_file_is_told_beside_its_field_and_nothing_typed_is_lost(chief, language):
    made = builders.agreement(builders.city(), publication="draft")
    page = change_page(made).replace("/en/", f"/{language}/")
    typed = TYPED | {"title_en": "Another title"}
    typed |= {"documents-0-file": builders.upload("page.pdf", HTML)}
    answer = chief.post(page, sent(chief.get(page), **typed))
    assert answer.status_code == 200
    row = answer.context["inline_admin_formsets"][-1].formset.forms[0]
    assert len(row.errors["file"]) == 1
    assert list(row.errors) == ["file"]
    html = answer.content.decode()
    assert all(words in html for words in ("Typed with care", "Another title"))
    assert not Document.objects.exists()


REFUSED = {
    "too large": (builders.PDF[:9] + bytes(1_200_000) + b"%%EOF", "larger than 1 MB"),
    "far too large": (bytes(6_000_000), "larger than 1 MB"),
    "too many pixels": (pictures.png(width=20_000, height=20_000), "more than 100 million"),
    "half a picture": (pictures.jpeg()[:-2], "damaged"),
    "a drawing": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not its name"),
    "nothing": (b"", "empty"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_is_refused_costs_no_more_than_its_file(chief, settings, case):
    settings.UPLOAD_MAX_MB = 1
    content, said = REFUSED[case]
    made = builders.agreement(builders.city(), publication="draft")
    typed = TYPED | {"title_en": "Another title"}
    typed |= {"documents-0-file": builders.upload("page.pdf", content)}
    answer = chief.post(change_page(made), sent(chief.get(change_page(made)), **typed))
    row = answer.context["inline_admin_formsets"][-1].formset.forms[0]
    assert list(row.errors) == ["file"]
    assert said in row.errors["file"][0]
    html = answer.content.decode()
    assert all(words in html for words in ("Typed with care", "Another title"))
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "../../up.html",
        "a" * 300 + ".html",
        "a\0b.html",
        "x\u202efdp.exe",
        "CON",
        "/etc/passwd",
        "C:\\up.html",
        "a\r\nSet-Cookie: b",
        'a"b;c.pdf',
    ],
)
def test_a_stored_file_is_named_by_what_is_in_it(chief, name):
    made = builders.agreement(builders.city(), publication="draft")
    taken = pictures.jpeg(*pictures.NOTES, pictures.exif(6))
    typed = TYPED | {"documents-0-file": builders.upload(name, taken)}
    form = chief.get(change_page(made))
    assert chief.post(change_page(made), sent(form, **typed)).status_code == 302
    document = Document.objects.get()
    stem, ending = document.file.name.split(".")
    assert (len(stem), ending) == (32, "jpg")
    answer = chief.get(address("document", "file", document.key))
    assert answer.getvalue() == JPG
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'attachment; filename="{document.key}.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_a_large_picture_is_stripped_as_a_small_one_is(chief):
    made = builders.agreement(builders.city(), publication="draft")
    notes = [pictures.chunk(b"eXIf", pictures.POSITION), pictures.chunk(b"tEXt", b"a\0b")]
    content = pictures.png(*notes, pictures.chunk(b"IDAT", bytes(4_000_000)), *notes)
    typed = TYPED | {"documents-0-file": builders.upload("a.png", content)}
    form = chief.get(change_page(made))
    assert chief.post(change_page(made), sent(form, **typed)).status_code == 302
    document = Document.objects.get()
    answer = chief.get(address("document", "file", document.key)).getvalue()
    assert len(answer) > 4_000_000
    assert answer == pictures.taken(content)
    assert document.sha256 == sha256(answer).hexdigest()


def test_what_was_stored_before_is_handed_out_as_bytes_alone(chief):
    made = builders.agreement(builders.city(), publication="draft")
    kept = Document(entry=made.entry_ptr, kind="report", sha256="0" * 64)
    kept.file.name = kept.file.storage.save("old.html", builders.upload("old.html", HTML))
    kept.save()
    answer = chief.get(address("document", "file", kept.key))
    assert answer.getvalue() == HTML
    assert answer["Content-Type"] == "application/octet-stream"
    kept.full_clean()  # its words can still be mended
