"""Annual reports for readers: what is published stays as it was, and what is withdrawn goes."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from diplomacy import paper
from diplomacy.public import kept_papers
from diplomacy.registry import blanking
from diplomacy.registry.models import YearReport
from tests import builders
from tests.registry.admin.conftest import member
from tests.reporting import report

pytestmark = pytest.mark.django_db

LANGUAGES = ["fa", "en", "zh-hans"]
FILES = ["", "print/", "report.pdf", "report.xlsx"]


def html(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.fixture
def partner():
    return builders.tie().partner


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """Let papers be drawn in no time, and return the pages of which one was."""
    pages: list[str] = []

    def draw(page: str) -> bytes:
        pages.append(page)
        return b"%PDF-1.7 made up"

    monkeypatch.setattr(paper, "can_print", lambda language: True)
    monkeypatch.setattr(paper, "pdf", draw)
    return pages


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_published_report_is_listed_and_read_in_each_language(client, partner, language):
    builders.event(partner)
    report(2020)
    report(1399)
    listed = html(client, f"/{language}/reports/")
    for number in ("2020", "1399"):
        assert f'href="/{language}/reports/{number}/"' in listed
        assert f"/{language}/events/" in html(client, f"/{language}/reports/{number}/")


def test_without_a_report_the_list_says_what_will_stand_there(client):
    assert "No annual report is published yet" in html(client, "/en/reports/")


@pytest.mark.parametrize("file", FILES)
def test_a_draft_is_as_if_it_had_never_been_for_staff_too(client, file, drawn):
    report(2020, "draft")
    client.force_login(member("administrator"))
    assert client.get(f"/en/reports/2020/{file}").status_code == 404
    assert "2020" not in html(client, "/en/reports/").partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("file", FILES)
def test_a_withdrawn_report_says_why_and_when_and_nothing_else(client, partner, file, drawn):
    event = builders.event(partner)
    report(2020, "withdrawn", introduction_en="Once read")
    answer = client.get(f"/en/reports/2020/{file}")
    assert answer.status_code == 410
    said = answer.content.decode()
    assert "It was wrong" in said
    assert "16 June 2026" in said
    assert event.key not in said
    assert "Once read" not in said


def test_it_stays_withdrawn_while_a_new_edition_is_a_draft(client):
    made = report(2020, "withdrawn")
    YearReport.objects.filter(pk=made.pk).update(state="draft", frozen=None, published_at=None)
    assert client.get("/en/reports/2020/").status_code == 410


def test_a_new_edition_says_what_became_of_the_one_before(client):
    made = report(2020, "withdrawn")
    YearReport.objects.filter(pk=made.pk).update(state="published")
    shown = html(client, "/en/reports/2020/")
    assert "This is a new edition. The one before it was withdrawn on 16 June 2026:" in shown
    assert "It was wrong" in shown


@pytest.mark.parametrize("number", ["1299", "0000", "9999"])
def test_a_year_without_a_report_is_not_found(client, number):
    assert client.get(f"/en/reports/{number}/").status_code == 404


def test_what_is_mended_later_changes_no_report(client, partner):
    event = builders.event(partner, title_en="As it was called")
    report(2020)
    event.title_en = "As it is called now"
    event.save()
    shown = html(client, "/en/reports/2020/")
    assert "As it was called" in shown
    assert "As it is called now" not in shown


@pytest.mark.parametrize("file", ["", "print/"])
def test_what_is_withdrawn_later_is_gone_and_its_place_says_so(client, partner, file):
    event = builders.event(partner, title_en="Not to be read")
    report(2020)
    type(event).objects.filter(pk=event.pk).update(publication="withdrawn")
    shown = html(client, f"/en/reports/2020/{file}")
    assert "Not to be read" not in shown
    assert "1 row is not shown: withdrawn since." in shown


def test_a_blanked_person_is_in_no_report(client, partner):
    somebody = builders.person(name_en="Amin Testi", key="amin-testi")
    builders.event(partner, title_en="Amin Testi opens a hall")
    report(2020, introduction_en="Thanks to Amin Testi.")
    assert html(client, "/en/reports/2020/").count("Amin Testi") == 2
    blanking.blank(somebody, member("administrator"), "amin-testi")
    for file in ("", "print/"):
        shown = html(client, f"/en/reports/2020/{file}")
        assert "Amin Testi" not in shown
        assert "a private person opens a hall" in shown
    assert not YearReport.history.filter(introduction_en__contains="Testi").exists()


def test_the_numbers_stand_with_what_they_count(client, partner):
    builders.commitment(partner)
    builders.commitment(partner)
    report(2020)
    shown = " ".join(html(client, "/en/reports/2020/").split())
    assert "delivered, of those made in the year" in shown
    assert "0 of 2 <small>2 not yet assessed</small>" in shown
    assert "not delivered" not in shown


def test_a_report_leads_to_the_years_it_overlaps_and_to_their_reports(client):
    report(1399)
    report(2020)
    shown = html(client, "/en/reports/1399/")
    for address in ("/en/reports/2020/", "/en/years/2021/", "/en/years/1399/"):
        assert f'href="{address}"' in shown
    assert 'href="/en/reports/1399/"' in html(client, "/en/years/1399/")
    assert 'href="/en/reports/1398/"' not in html(client, "/en/years/1398/")


def test_a_report_says_when_it_was_frozen_and_how_to_cite_it(client, settings):
    settings.SITE_URL = "https://register.test"
    report(1399)
    shown = html(client, "/en/reports/1399/")
    assert "Frozen on 15 June 2026" in shown
    assert "https://register.test/en/reports/1399/</bdi>" in shown
    assert '<link rel="canonical" href="https://register.test/en/reports/1399/">' in shown


def test_a_page_costs_the_same_whatever_it_holds(client, django_assert_max_num_queries):
    for count in (2, 20):
        for _ in range(count):
            builders.delegation(builders.tie().partner)
        YearReport.objects.all().delete()
        report(2020)
        with django_assert_max_num_queries(6):
            client.get("/en/reports/2020/")


# --- on paper -------------------------------------------------------------------------------


def test_a_paper_is_drawn_once_for_each_language(client, drawn):
    report(2020)
    for _ in range(3):
        answer = client.get("/en/reports/2020/report.pdf")
        assert answer.content == b"%PDF-1.7 made up"
        assert answer.headers["Content-Type"] == "application/pdf"
    client.get("/fa/reports/2020/report.pdf")
    assert len(drawn) == 2


def test_a_paper_is_drawn_anew_when_something_is_withdrawn_and_the_old_one_goes(
    client, partner, drawn, settings, tmp_path
):
    settings.PAPERS_ROOT = tmp_path
    event = builders.event(partner)
    report(2020)
    client.get("/en/reports/2020/report.pdf")
    type(event).objects.filter(pk=event.pk).update(publication="withdrawn")
    client.get("/en/reports/2020/report.pdf")
    assert event.key in drawn[0]
    assert event.key not in drawn[1]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_browser_that_has_the_paper_is_sent_none(client, drawn):
    report(2020)
    etag = client.get("/en/reports/2020/report.pdf").headers["ETag"]
    again = client.get("/en/reports/2020/report.pdf", headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_a_folder_that_cannot_be_written_costs_no_reader_the_paper(tmp_path, settings):
    settings.PAPERS_ROOT = tmp_path / "file"
    settings.PAPERS_ROOT.write_text("no folder")
    assert kept_papers.kept("report-2020-en", "<p>", lambda page: b"made") == b"made"


def test_where_nothing_can_be_printed_no_pdf_is_offered(client, monkeypatch):
    monkeypatch.setattr(paper, "can_print", lambda language: False)
    report(2020)
    assert "report.pdf" not in html(client, "/en/reports/2020/")
    assert client.get("/en/reports/2020/report.pdf").status_code == 404


def test_on_paper_numbers_stand_for_names_in_the_drawing(client, drawn):
    home = builders.home_city(latitude=32, longitude=51)
    assert home.latitude == 32
    far = builders.city("Farville", "دورشهر", "远市", latitude=40, longitude=60)
    builders.delegation(builders.tie(far).partner)
    report(2020)
    shown = html(client, "/fa/reports/2020/print/")
    drawing = shown.partition("<svg")[2].partition("</svg>")[0]
    assert ">۱</text>" in drawing
    assert "دورشهر" not in drawing
    assert "دورشهر" in shown.partition('class="numbered"')[2].partition("</ol>")[0]


# --- as a workbook --------------------------------------------------------------------------


def book(client, language: str = "en"):
    answer = client.get(f"/{language}/reports/2020/report.xlsx")
    assert answer.status_code == 200
    assert 'filename="report-2020.xlsx"' in answer.headers["Content-Disposition"]
    return load_workbook(BytesIO(answer.content))


def rows(sheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


def test_the_workbook_holds_the_frozen_data(client, partner):
    builders.delegation(
        partner, cost="1200.50", currency="EUR", cost_shown=True, title_en="A visit"
    )
    report(2020)
    found = book(client)
    assert found.sheetnames == [
        "Counts", "Ties", "Entries", "Promises", "Delegations", "Open to residents",
    ]  # fmt: skip
    visit = dict(zip(*rows(found["Delegations"]), strict=True))
    assert visit["Title"] == "A visit"
    assert visit["Date, Solar Hijri"] == "15 Ordibehesht 1399"
    assert visit["Date, Gregorian"] == "4 May 2020"
    assert (visit["Cost"], visit["Currency"]) == (1200.5, "EUR")
    numbers = {row[0]: row[1] for row in rows(found["Counts"])}
    assert numbers["visits received, completed, of every level"] == 1


def test_no_text_of_the_workbook_is_a_formula(client, partner):
    builders.event(partner, title_en='=HYPERLINK("https://evil.test")\x07')
    report(2020)
    cell = book(client)["Entries"]["A2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("https://evil.test")', "s")


def test_the_workbook_reads_from_the_right_in_persian_only(client, partner):
    report(2020)
    for language, expected in (("fa", True), ("en", False), ("zh-hans", False)):
        found = book(client, language)
        assert all(bool(sheet.sheet_view.rightToLeft) == expected for sheet in found)


def test_the_workbook_holds_nothing_that_was_withdrawn(client, partner):
    event = builders.event(partner, title_en="Not to be read")
    report(2020)
    type(event).objects.filter(pk=event.pk).update(publication="withdrawn")
    assert "Not to be read" not in str([rows(sheet) for sheet in book(client)])


def test_the_list_is_by_calendar_and_says_when_each_was_published(client):
    report(2020, published_at=datetime(2026, 6, 20, 22, tzinfo=UTC))
    report(1399)
    shown = html(client, "/en/reports/")
    assert shown.index("Solar Hijri years") < shown.index("Gregorian years")
    assert "published on 21 June 2026" in shown  # where the register is kept
