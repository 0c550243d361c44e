"""A document for paper is the same in the browser and as a PDF, or no PDF is offered at all."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from diplomacy.paper import NotOurs, can_print, own_file, pdf, pdf_response

ROOT = Path(__file__).resolve().parent.parent
PAGE = """{% extends "paper.html" %}{% block title %}{{ title }}{% endblock %}
{% block marking %}{{ marking }}{% endblock %}{% block tools %}<a href="/">x</a>{% endblock %}
{% block content %}<h1>{{ title }}</h1><p>{{ sentence }}</p>
<p><bdi>(+98) 31-12</bdi> <bdi lang="zh-Hans">花山</bdi> <bdi>Kőszeg é (Ēa) Łódź</bdi>.</p>
<table><thead><tr><th scope="col">{{ marking }}</th></tr></thead>
<tbody>{% for row in rows %}<tr><td>{{ row }}</td></tr>{% endfor %}</tbody></table>{% endblock %}"""
WORDS = {
    "fa": ("کارنامه پیوندها", "درونی", "در بهار سال گذشته باغ شهر نمونه پر از گل سرخ شد"),
    "en": ("Sheet of ties", "INTERNAL", "Last spring the garden of the town stood full of roses"),
    "zh-hans": ("关系审查表", "内部", "去年春天，城市的花园里开满了玫瑰"),
}
PAGES = {"fa": "۱/۲", "en": "1/2", "zh-hans": "1/2"}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.usefixtures("printing"),
]


def page(language: str, template: str = PAGE, rows: int = 40) -> str:
    translation.activate(language)
    title, marking, sentence = WORDS[language]
    context = {"title": title, "marking": marking, "sentence": sentence, "rows": range(rows)}
    request = RequestFactory().get(f"/{language}/desk/")
    return engines["django"].from_string(template).render(context, request)


def run(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8")
    return re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", "", done.stdout)


@pytest.mark.parametrize("language", WORDS)
def test_a_document_is_read_and_seen_in_its_language(language, tmp_path, caplog):
    title, marking, sentence = WORDS[language]
    file = tmp_path / "page.pdf"
    with caplog.at_level(logging.WARNING, "weasyprint"):
        file.write_bytes(pdf(page(language)))
    assert "notdef" not in caplog.text
    assert run("pdfinfo", file).count("A4") == 1
    for number in ("1", "2"):
        text = run("pdftotext", "-layout", "-f", number, "-l", number, file, "-")
        assert marking in text.split("\n")[0]
        # Letters as they are typed, not as they are drawn; in the order in which they are read.
        assert not re.search("[\ufb50-\ufdff\ufe70-\ufeff]", text)
    first = run("pdftotext", "-l", "1", file, "-")
    assert title in first
    assert sentence in first.replace("\n", "") or sentence in first.replace("\n", " ")
    assert "花山" in first
    assert "Kőszeg é (Ēa) Łódź" in first
    assert "".join(first.split()).endswith((PAGES[language], PAGES[language][::-1]))
    fonts = run("pdffonts", file).splitlines()[2:]
    assert len(fonts) >= 3
    assert all(line.split()[-5] == "yes" for line in fonts)  # embedded
    assert not any(line.split()[0].endswith("DejaVu-Sans") for line in fonts)


def test_persian_letters_are_joined(tmp_path):
    file = tmp_path / "page.pdf"
    apart = "\u200c".join("بهشت")
    file.write_bytes(pdf(page("fa", f'<p lang="fa" dir="rtl">بهشت<br>{apart}</p>')))
    boxes = re.findall(r'xMin="([\d.]+)".*?xMax="([\d.]+)"', run("pdftotext", "-bbox", file, "-"))
    joined, loose = (float(right) - float(left) for left, right in boxes)
    assert joined < loose * 0.85


def test_text_within_text_runs_its_own_way(tmp_path):
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf(page("fa", '<p dir="rtl">شماره <bdi>(12) AB-7 (x)</bdi></p>')))
    boxes = run("pdftotext", "-bbox", file, "-")
    words = re.findall(r'xMin="([\d.]+)".*?>([^<]+)</word>', boxes)
    from_the_left = [word for _, word in sorted((float(left), word) for left, word in words)]
    assert from_the_left[:3] == ["(12)", "AB-7", "(x)"]


@pytest.mark.parametrize("language", WORDS)
def test_the_picture_of_a_page_has_ink_where_its_parts_are(language, tmp_path):
    file = tmp_path / "page.pdf"
    file.write_bytes(pdf(page(language)))
    run("pdftoppm", "-r", "20", "-gray", "-f", "2", file, tmp_path / "page")
    grey = next(tmp_path.glob("page*.pgm")).read_bytes()
    width, height = (int(number) for number in grey.split(b"\n")[1].split())
    rows = [grey[-width * height :][row * width :][:width] for row in range(height)]
    dark = [min(row) < 215 for row in rows]
    assert any(dark[: height // 12])  # the running head
    assert any(dark[height * 11 // 12 :])  # the number of the page
    assert any(dark[height // 8 : height // 2])


def test_the_answer_is_a_pdf_with_a_name(client):
    answer = pdf_response(page("en", "<p>One</p>"), "کارنامه-a b.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith("-a%20b.pdf")
    assert answer["Content-Disposition"].isascii()


OTHERS = [
    "https://elsewhere.example/a.css",
    "http://127.0.0.1:1/static/public/paper.css",
    "file:///etc/passwd",
    "data:text/css,p{}",
    "//elsewhere.example/a.css",
    "/static/../settings.css",
    "/static/%2e%2e/settings.css",
    "/static//etc/passwd.css",
    "/static/public/nothing.css",
    "/static/public/",
    "/styles/nothing.css",
    "/styles/",
    "/en/",
    "/en/desk/",
    "/var/db.sqlite3",
]


@pytest.mark.parametrize("address", OTHERS)
def test_nothing_but_our_own_files_is_read(address):
    with pytest.raises(NotOurs):
        own_file(urljoin(settings.SITE_URL, address))


@pytest.mark.parametrize(
    "tag",
    [
        '<img src="file:///etc/hostname">',
        '<p style="background: url(http://127.0.0.1:1/a.png)">One</p>',
        '<svg width="9" height="9"><image href="file:///etc/hostname" width="9" height="9"/></svg>',
        '<link rel="stylesheet" href="/en/desk/">',
        '<link rel="attachment" href="file:///etc/hostname">',
        '<object data="file:///etc/hostname"></object>',
        "<style>@import url(file:///etc/hostname);</style>",
    ],
)
def test_no_tag_reaches_further(tag):
    with pytest.raises(NotOurs):
        pdf(f"<p>One</p>{tag}")


def test_our_own_files_are_read():
    for address in ("/static/public/paper.css", "/styles/base.parts.css?v=1"):
        content, kind = own_file(settings.SITE_URL + address)
        assert kind == "text/css"
        assert content


def test_files_are_read_as_they_were_collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "paper.abc.css").write_text("p { color: red }")
    address = f"{settings.SITE_URL}/static/public/paper.abc.css"
    assert own_file(address) == (b"p { color: red }", "text/css")


# Where something is missing -------------------------------------------------------

ASKED = "from diplomacy.paper import can_print; print(can_print('fa'), can_print('zh-hans'))"


def asked(before: str = "pass", question: str = ASKED, **environment: str) -> str:
    """Ask in a process of its own, by default what can be printed there."""
    code = f"import sys; {before}; import django; django.setup(); {question}"
    told = {"DJANGO_SETTINGS_MODULE": "diplomacy.settings", "DEBUG": "", **environment}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()


def test_this_machine_prints_every_language():
    assert [can_print(code) for code, _ in settings.LANGUAGES] == [True] * 3
    assert asked() == "True True"


def test_without_the_package_no_pdf_is_offered():
    assert asked("sys.modules['weasyprint'] = None") == "False False"


def test_without_its_libraries_no_pdf_is_offered(tmp_path):
    (tmp_path / "weasyprint.py").write_text("print('advice')\nraise OSError('no libpango')\n")
    assert asked(f"sys.path.insert(0, {str(tmp_path)!r})") == "False False"


def test_without_a_chinese_font_none_is_offered_in_chinese(tmp_path):
    (tmp_path / "fonts").mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path}/fonts</dir></fontconfig>")
    assert asked(FONTCONFIG_FILE=str(config)) == "True False"


def test_nothing_is_loaded_before_a_document_is_wanted():
    assert asked(question="import diplomacy.urls; print('weasyprint' in sys.modules)") == "False"


def test_the_page_asks_for_no_style_but_its_own():
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', page("fa")) == [
        "/static/public/paper.css"
    ]
    assert "style=" not in page("fa")
