"""The pictures of shared pages: joined, from the right side, and with nothing hidden in them."""

import re
import struct
import zlib
from html import unescape

import pytest
import uharfbuzz
from django.utils import translation

from diplomacy.public.pictures import drawing
from diplomacy.public.pictures.lettering import (
    FACES,
    first_written,
    hand,
    lines,
    runs,
    width,
)
from diplomacy.public.pictures.words import Picture
from tests import builders
from tests.public.pages import parse

LANGUAGES = ["fa", "en", "zh-hans"]


def picture(**words) -> Picture:
    given = {"address": "", "language": "fa", "site": "", "strip": "", "heading": ""}
    return Picture(**given | words)


def rows(png: bytes) -> list[bytes]:
    """Return the unfiltered rows of an 8-bit PNG, four bytes for each pixel."""
    wide, high, depth, colour = struct.unpack(">IIBB", png[16:26])
    assert (wide, high, depth, colour) == (1200, 630, 8, 6)
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    return _unfiltered(zlib.decompress(data), wide * 4)


def _unfiltered(raw: bytes, length: int) -> list[bytes]:
    found, above = [], bytes(length)
    for start in range(0, len(raw), length + 1):
        kind, line = raw[start], bytearray(raw[start + 1 : start + 1 + length])
        for i in range(length):
            left, up = (line[i - 4] if i > 3 else 0), above[i]
            corner = above[i - 4] if i > 3 else 0
            guess = {0: 0, 1: left, 2: up, 3: (left + up) // 2}.get(kind)
            if guess is None:
                guess = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
            line[i] = (line[i] + guess) & 255
        found.append(bytes(line))
        above = bytes(line)
    return found


def inked(drawn: Picture) -> list[tuple[int, int]]:
    """Return the pixels by which a picture differs from the same without its heading."""
    blank = rows(drawing.png(picture(language=drawn.language)))
    return [
        (x, y)
        for y, (one, other) in enumerate(zip(rows(drawing.png(drawn)), blank, strict=True))
        if one != other
        for x in range(1200)
        if one[4 * x : 4 * x + 4] != other[4 * x : 4 * x + 4]
    ]


@pytest.mark.parametrize(("language", "heading"), [("fa", "شیان"), ("en", "Xi'an"), ("zh", "西安")])
def test_the_heading_stands_on_the_side_at_which_the_page_begins(language, heading):
    found = inked(picture(language=language, heading=heading))
    assert len(found) > 1000
    middle = sum(x for x, _ in found) / len(found)
    assert middle > 900 if language == "fa" else middle < 300


def test_persian_letters_are_joined():
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(FACES[1].path)))
    buffer = uharfbuzz.Buffer()
    buffer.add_str("شیان")
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    drawn = [font.glyph_to_string(one.codepoint) for one in buffer.glyph_infos]
    apart = [font.glyph_to_string(font.get_nominal_glyph(ord(one))) for one in "نایش"]
    assert drawn != apart
    bold = hand("fa", bold=True)
    assert width("شیان", bold, 1) < sum(width(letter, bold, 1) for letter in "شیان")


def test_a_full_stop_ends_a_persian_sentence_on_its_left():
    with_stop = inked(picture(heading="شیان."))
    without = inked(picture(heading="شیان"))
    assert min(x for x, _ in with_stop) < min(x for x, _ in without) - 5
    assert max(x for x, _ in with_stop) == pytest.approx(max(x for x, _ in without), abs=1)


def test_a_name_that_lacks_a_letter_gives_way_to_the_latin_one():
    assert first_written(("Казань", "Kazan"), hand("fa", bold=True)) == "Kazan"
    assert first_written(("Iași", "Iasi"), hand("fa", bold=True)) == "Iași"
    assert first_written(("Ω", ""), hand("en")) == ""


def test_a_letter_that_no_face_has_is_left_out():
    assert "".join(run.text for run in runs("a☃b", hand("en"))) == "ab"


def test_chinese_and_latin_are_each_written_by_their_own_face():
    found = runs("西安 Iași", hand("zh"))
    assert [run.face.family for run in found] == [
        "Noto Sans CJK SC",
        "Vazirmatn",
    ]
    assert "".join(run.text for run in found) == "西安 Iași"


def test_lines_are_of_like_length_and_none_is_too_wide():
    plain = hand("en")
    text = "Sister cities since 6 May 1989; the pact is in force as reported; confirmed by both."
    found = lines(text, plain, 32, 900, 2)
    assert " ".join(found) == text
    assert all(width(line, plain, 32) <= 900 for line in found)
    assert min(map(len, found)) > 30


def test_what_does_not_fit_ends_in_an_ellipsis():
    found = lines("word " * 200, hand("en"), 32, 900, 2)
    assert len(found) == 2
    assert found[-1].endswith("word…")


def test_no_chinese_line_begins_with_a_full_stop():
    for room in range(200, 400, 16):
        assert not any(
            line[0] in "，。" for line in lines("伊斯法罕，西安。" * 3, hand("zh"), 32, room, 9)
        )


@pytest.mark.parametrize("look", ["sister", "pending", "mou", "talks"])
def test_only_a_sister_city_has_the_star_of_one(look):
    drawn = drawing.svg(picture(look=look, tag="made-up tag"))
    (sign,) = re.findall(r'href="#(sign-\w+)"', drawn)
    assert sign == f"sign-{look}"
    assert f'id="{sign}"' in drawn


def test_the_same_picture_is_drawn_once():
    drawing.png(picture(heading="一"))
    before = drawing._rendered.cache_info()
    drawing.png(picture(heading="一"))
    after = drawing._rendered.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)


@pytest.mark.parametrize("words", ["</text><script>", "&amp;", "\"'", "a\u202eb"])
def test_no_word_breaks_out_of_the_picture(words):
    assert drawing.png(picture(heading=words, sentence=words, tag=words, look="mou"))
    assert "<script>" not in drawing.svg(picture(heading=words))


@pytest.fixture
def tie(db):
    tie = builders.tie(leading=True)
    builders.agreement(tie.partner, instrument="sister", start="1989-05-06")
    return tie


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_tie_has_a_picture_in_each_language(client, tie, language):
    answer = client.get(f"/{language}/cities/{tie.partner.key}/picture.png")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    assert struct.unpack(">II", answer.content[16:24]) == (1200, 630)
    assert answer["Cache-Control"] == "public, max-age=600"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["cities/{}/", "", "areas/"])
def test_the_page_repeats_the_words_of_its_picture(client, tie, language, page):
    head = parse(client.get(f"/{language}/{page.format(tie.partner.key)}"))
    said = {e.get("property"): e.get("content") for e in head.iter("meta")}
    answer = client.get(said["og:image"].partition("8000")[2])
    assert answer.status_code == 200
    with translation.override(language):
        drawn = re.findall(r"<tspan[^>]*>(.*?)</tspan>", _svg_of(client, said["og:image"]))
    written = re.sub(r"[\u202a-\u202c\s…]", "", unescape("".join(drawn)))
    alt = re.sub(r"\s", "", said["og:image:alt"])
    assert sorted(written) == sorted(re.sub("·", "", alt) + "·" * written.count("·"))


def _svg_of(client, address: str) -> str:
    """Return the SVG behind a picture: the last that was drawn."""
    drawn = []
    original = drawing._rendered
    drawing._rendered = lambda svg: drawn.append(svg) or b""
    try:
        client.get(address.partition("8000")[2])
    finally:
        drawing._rendered = original
    return drawn[0]


def test_a_picture_unchanged_is_not_sent_again(client, tie):
    address = f"/fa/cities/{tie.partner.key}/picture.png"
    etag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_parameters_make_no_other_picture(client, tie):
    address = f"/fa/cities/{tie.partner.key}/picture.png"
    assert client.get(address)["ETag"] == client.get(f"{address}?x=1&order=oldest")["ETag"]


def test_other_sites_may_show_a_picture_and_get_no_cookie_with_it(client, tie):
    for page in (f"cities/{tie.partner.key}", "about"):
        shown = client.get(f"/en/{page}/picture.png")
        assert shown["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert not shown.cookies


def test_only_published_ties_have_a_picture(client, db):
    for state, status in (("draft", 404), ("in_review", 404), ("withdrawn", 410)):
        tie = builders.tie(publication=state)
        assert client.get(f"/en/cities/{tie.partner.key}/picture.png").status_code == status
    assert client.get("/en/cities/no-such-place/picture.png").status_code == 404


def test_the_picture_moves_with_the_key(client, tie):
    old, city = tie.partner.key, tie.partner
    city.key = "new-key"
    city.save()
    answer = client.get(f"/en/cities/{old}/picture.png")
    assert (answer.status_code, answer["Location"]) == (301, "/en/cities/new-key/picture.png")


def test_a_draft_changes_nothing_in_the_picture(client, tie):
    address = f"/en/cities/{tie.partner.key}/picture.png"
    before = client.get(address)["ETag"], client.get("/en/picture.png")["ETag"]
    builders.agreement(
        tie.partner, instrument="friendship", publication="draft", start="2025-01-01"
    )
    builders.tie(publication="draft")
    assert (client.get(address)["ETag"], client.get("/en/picture.png")["ETag"]) == before


def test_an_empty_register_has_one_picture_only(client, db):
    assert client.get("/fa/about/picture.png").status_code == 200
    assert client.get("/fa/picture.png").status_code == 404


def test_a_picture_costs_few_queries(client, tie, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        client.get(f"/en/cities/{tie.partner.key}/picture.png")
    with django_assert_max_num_queries(12):
        client.get("/en/picture.png")
    with django_assert_max_num_queries(1):
        client.get("/en/about/picture.png")


def test_a_picture_calls_no_tie_what_only_a_list_names(client, db):
    partner = builders.tie().partner
    builders.event(partner, type="list", claimed_form="sister", start="2016-01-01")
    page = client.get(f"/en/cities/{partner.key}/").content.decode()
    assert "tie with" not in re.search(r'og:image:alt" content="([^"]*)"', page)[1]
