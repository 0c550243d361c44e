"""What is read from single sentences of made-up news."""

from datetime import date

import pytest

from diplomacy.ingest.news import Known, Lexicon, read_news

from .texts import lexicon, texts

ON = date(2024, 10, 3)


def values(text: str, field: str, on: date | None = None, *, chosen: bool = True) -> set[str]:
    proposals = read_news(text, lexicon(), on)
    return {one.value for one in proposals if one.field == field and one.chosen >= chosen}


@pytest.mark.parametrize("name", ["tuning", "held_out"])
def test_each_proposal_stands_on_words_of_the_text(name):
    for text in texts(name):
        for one in read_news(text["text"], lexicon(), text.get("published")):
            assert 0 <= one.start < one.end <= len(text["text"])
            assert text["text"][one.start : one.end].strip()


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("تفاهم‌نامهٔ خواهرخواندگی با کرامیک امضا شد", "mou"),
        ("تفاهم نامه ی خواهر خواندگی با کرامیک امضا شد", "mou"),
        ("یادداشت تفاهم خواهرخواندگی با کرامیک امضا شد", "mou"),
        ("A sister-city memorandum with Karamik was signed", "mou"),
        ("双方签署友好城市关系备忘录", "mou"),
        ("پیمان خواهرخواندگی با کرامیک امضا شد", "sister"),
        ("The twinning agreement with Karamik was signed", "sister"),
        ("两市签署建立友好城市关系协议书", "sister"),
        ("两市签署建立友好交流城市关系协议书", "friendship"),
        ("两市签署友好合作备忘录", "mou"),
        ("双方签署意向书", "loi"),
        ("A letter of intent was signed", "loi"),
        ("یادداشت اظهار تمایل امضا شد", "loi"),
        ("صورت‌جلسهٔ مذاکرات امضا شد", "minutes"),
        ("بیانیهٔ مشترک امضا شد", "joint_statement"),
    ],
)
def test_the_class_of_a_paper_is_read_and_the_lower_where_its_name_is_doubtful(text, instrument):
    assert values(text, "kind") == {"agreement"}
    assert values(text, "instrument") == {instrument}


def test_a_doubtful_name_offers_the_pact_too_and_says_why():
    proposals = read_news("تفاهم‌نامهٔ خواهرخواندگی امضا شد", lexicon())
    papers = {one.value: one for one in proposals if one.field == "instrument"}
    assert papers.keys() == {"mou", "sister"}
    assert not papers["sister"].chosen
    assert {one.doubt for one in papers.values()} == {"lower_class"}


@pytest.mark.parametrize(
    "text",
    [
        "هیئت کرامیک آمد\nیادداشت تفاهم امضا نشد",
        "A delegation of Karamik came\nThe memorandum will be signed later",
        "卡拉米克代表团来访\n备忘录尚未签署",
    ],
)
def test_what_is_not_yet_signed_is_not_taken_for_signed(text):
    assert values(text, "kind") == {"visit"}
    assert values(text, "paper_state") == set()


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("شهردار کرامیک به آزمون‌آباد سفر کرد", "incoming"),
        ("شهردار آزمون‌آباد به کرامیک سفر کرد", "outgoing"),
        ("سفیر آزمونستان با شهردار آزمون‌آباد دیدار کرد", "incoming"),
        ("آزمون‌آباد میزبان هیئت کرامیک شد", "incoming"),
        ("نشست برخط آزمون‌آباد و کرامیک", "online"),
        ("The mayor of Karamik arrived in Testabad", "incoming"),
        ("A delegation from Testabad visited the city of Karamik", "outgoing"),
        ("Testabad hosts a delegation from Karamik", "incoming"),
        ("卡拉米克代表团访问测试城", "incoming"),
        ("测试城市长率团赴卡拉米克", "outgoing"),
        ("测试城市长会见卡拉米克代表团", "incoming"),
    ],
)
def test_who_travels_to_whom_is_read(text, direction):
    assert values(text, "kind") == {"visit"}
    assert values(text, "direction") == {direction}


@pytest.mark.parametrize(
    "text",
    [
        "A delegation from Karamik visited Lindavar",  # not ours
        "The mayors of Testabad and Karamik met",  # either way
    ],
)
def test_a_direction_that_the_text_does_not_tell_is_left_open(text):
    assert values(text, "direction") == set()


def test_others_and_home_are_told_apart_only_where_the_register_has_a_home():
    nowhere = Lexicon([Known("city", "karamik", ("Karamik",))])
    proposals = read_news("A delegation visited Karamik", nowhere)
    assert {one.value for one in proposals if one.field == "city"} == {"karamik"}
    assert not [one for one in proposals if one.field == "direction"]


def test_a_body_alone_speaks_for_its_city():
    (city,) = (
        one
        for one in read_news("The University of Sorvina sent a letter", lexicon())
        if one.field == "city"
    )
    assert (city.value, city.chosen, city.doubt) == ("sorvina", True, "by_body")


def test_cities_of_one_name_are_all_offered():
    twins = Lexicon(Known("city", key, ("Twinford",)) for key in ("twinford-a", "twinford-b"))
    cities = [one for one in read_news("Twinford", twins) if one.field == "city"]
    assert [one.value for one in cities] == ["twinford-a", "twinford-b"]
    assert {one.doubt for one in cities} == {"same_name"}


def test_the_area_of_a_body_is_not_the_area_of_the_news():
    assert values("The University of Sorvina spoke of sport", "area") == {"sport"}


def test_days_told_by_another_need_the_day_of_the_news_and_are_marked():
    text = "The mayor of Karamik arrived in Testabad yesterday"
    assert values(text, "start") == set()
    (start,) = (one for one in read_news(text, lexicon(), ON) if one.field == "start")
    assert (start.value, start.doubt) == ("2024-10-02", "inferred")


def test_the_day_of_the_news_itself_stands_in_for_one_beside_it():
    text = "Mayor arrives\nThe Sample Post, 3 October 2024\nThe mayor arrived yesterday."
    assert values(text, "source_date") == {"2024-10-03"}
    assert values(text, "start") == {"2024-10-02"}


def test_the_day_nearest_to_the_news_is_the_day_of_the_deed():
    text = "They first met on 5 May 2010 and visited Karamik on 1 October 2024."
    assert values(text, "start", ON) == {"2024-10-01"}
    assert values(text, "start", ON, chosen=False) == {"2010-05-05", "2024-10-01"}


def test_an_older_day_does_not_hide_what_the_news_tells_of_yesterday():
    text = "They signed a pact on 5 May 2010. Yesterday the mayor of Karamik came back."
    assert values(text, "start", ON) == {"2024-10-02"}


@pytest.mark.parametrize(
    ("area", "word", "is_found"),
    [
        ("Tourism (cultural and nature-based)", "tourists", True),
        ("Tourism (cultural and nature-based)", "music", False),
        ("Economy, trade and investment", "investors", True),
        ("Beekeeping", "beekeeping", True),
        ("Beekeeping", "music", False),
    ],
)
def test_an_area_is_found_by_its_name_and_by_the_words_of_its_topics(area, word, is_found):
    known = Lexicon([Known("area", "the-area", (area,))])
    found = [one.value for one in read_news(f"They spoke of {word}.", known) if one.field == "area"]
    assert found == ["the-area"] * is_found


@pytest.mark.parametrize(
    ("text", "title", "publisher", "address"),
    [
        (
            "Title\nSource: The Post https://a.example/1.",
            "Title",
            "The Post",
            "https://a.example/1",
        ),
        ("عنوان\nبه گزارش خبرگزاری نمونه، شهردار آمد.", "عنوان", "خبرگزاری نمونه", ""),
        ("标题\n据样本社报道，市长来访。", "标题", "样本社", ""),
        ("来源：样本日报 2024-09-26\n标题", "标题", "样本日报", ""),
        ("\n\n  Title  \n\ntext", "Title", "", ""),
        ("Testabad marks 5 May 2022. A day.", "Testabad marks 5 May 2022. A day.", "", ""),
    ],
)
def test_title_publisher_and_address_stand_in_the_text(text, title, publisher, address):
    assert values(text, "title") == {title}
    assert values(text, "publisher") == ({publisher} if publisher else set())
    assert values(text, "address") == ({address} if address else set())


@pytest.mark.parametrize(
    "text", ["", " \n\t\n", "\x00", "۱۴۰۳", "—", "<script>alert(1)</script>", "\u202e\u200f", "𝔘"]
)
def test_what_says_nothing_proposes_next_to_nothing(text):
    fields = {one.field for one in read_news(text, lexicon(), ON)}
    assert fields <= {"title", "start"}


@pytest.mark.parametrize(
    "piece",
    ["1", "2024-", "به گزارش ", "http://", "تفاهم‌نامه ", "年", "据", "Lindavar ", "\n:", "a"],
)
def test_a_long_hostile_text_is_read_to_its_end(piece):
    proposals = read_news(piece * (50_000 // len(piece)), lexicon(), ON)
    assert len(proposals) <= 60_000
