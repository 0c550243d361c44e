"""A page asks for its styles once, and says no more than it must."""

import gzip
import re

import pytest
from django.template import Context, Template

from diplomacy.public.sheets import FOLDER, NoSuchSheet, joined

SHEETS = sorted(file.stem for file in FOLDER.glob("*.css"))


def page(text: str) -> str:
    return Template("{% load light %}{% light %}" + text + "{% endlight %}").render(Context())


def link(name: str, paper: str = "") -> str:
    return f'<link rel="stylesheet" href="/static/public/{name}.css"{paper}>'


def squeezed(css: str) -> str:
    return re.sub(r"\s|;(?=\s*[;}])", "", css)


def test_the_sheets_of_a_page_become_one_link_where_the_first_stood():
    paper = link("print", ' media="print"')
    text = page(f"<b>{link('base')}\n  {link('tables')}<i>{paper}</b>")
    assert re.sub(r"v=\w{12}", "v=", text) == (
        '<b>\n<link rel="stylesheet" href="/styles/base.tables.-print.css?v="><i></b>'
    )


def test_a_hash_in_the_name_of_a_sheet_is_left_out():
    assert "/styles/base.css?" in page(link("base.0123456789ab"))


def test_a_page_without_sheets_stays_as_it_is_but_for_its_indentation():
    assert page("<p>\n    a\n\n  b</p>\n \n <p>") == "<p>\na\nb</p>\n<p>"


@pytest.mark.parametrize("tag", ["textarea", "pre"])
def test_what_was_typed_and_what_is_to_be_copied_keeps_its_spaces(tag):
    kept = f"<{tag}>\n  a\n   b</{tag}>"
    assert page(f"<p>\n  {kept}\n  <p>") == f"<p>\n{kept}\n<p>"


def test_a_hidden_field_keeps_the_lines_of_what_was_typed():
    kept = '<input type="hidden" name="a" value="one\r\n\r\n  two\n\nthree">'
    assert page(f"<p>\n  {kept}\n  <p>") == f"<p>\n{kept}\n<p>"


def test_of_the_icons_only_those_that_the_page_shows_are_sent():
    icons = '<symbol id="{}" viewBox="0 0 1 1"><path d="M0 0" /></symbol>'
    text = page(f'{icons.format("k-a")}\n  {icons.format("k-b")}<svg><use href="#k-b" /></svg>')
    assert text == f'\n{icons.format("k-b")}<svg><use href="#k-b" /></svg>'


@pytest.mark.parametrize("name", SHEETS)
def test_joining_drops_only_comments_and_idle_spaces(name):
    text = (FOLDER / f"{name}.css").read_text(encoding="utf-8")
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    told = re.sub(r'url\("(?!data:)', 'url("/static/public/', bare)
    assert squeezed(joined(name)[0]) == squeezed(told)
    assert re.findall(r'"[^"]*"', joined(name)[0]) == re.findall(r'"[^"]*"', told)


def test_a_sheet_for_paper_is_for_paper_only():
    assert joined("-print")[0].startswith("@media print{")


@pytest.mark.parametrize(
    "names", ["", "base.base", "nothing", "base.", "../base", "base.nothing", "-"]
)
def test_only_our_own_sheets_are_joined(client, names):
    with pytest.raises(NoSuchSheet):
        joined(names)
    if "/" not in names:
        assert client.get(f"/styles/{names or 'x'}.css").status_code == 404


def test_the_joined_sheets_are_kept_for_a_year_at_the_address_of_their_digest(client):
    digest = joined("base")[1]
    exact, other = (client.get(f"/styles/base.css?v={v}") for v in (digest, "x"))
    assert exact.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in exact.headers["Cache-Control"]
    assert other.headers["Cache-Control"] == "no-cache"
    assert not exact.cookies


@pytest.mark.parametrize("accepted", ["gzip", "br, GZIP", "deflate,gzip;q=0.5", "gzip; q=1"])
def test_who_takes_gzip_is_sent_the_same_sheets_packed(client, accepted):
    answer = client.get("/styles/base.css", headers={"Accept-Encoding": accepted})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert gzip.decompress(answer.content).decode() == joined("base")[0]


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.00, br", "notgzip"])
def test_who_does_not_take_gzip_is_sent_text(client, accepted):
    answer = client.get("/styles/base.css", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.content.decode() == joined("base")[0]
