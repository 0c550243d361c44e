"""The benchmark asks what it says, and judges by the goals. How long things take is no test."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from diplomacy.registry.sample import make_sample
from tests.benchmarks import goals, growth, options, report
from tests.benchmarks.children import Child
from tests.benchmarks.measuring import Effort, Subject
from tests.benchmarks.pages import hostile, pages

pytestmark = pytest.mark.once

FEW = {"tie", "detail", "list, far back", "admin search"}


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        make_sample(100, 42, lambda line: None)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def found(sample, db, settings) -> dict[str, tuple[dict, dict]]:
    """Return what is counted and what is timed of some pages."""
    settings.ROOT_URLCONF = "tests.benchmarks.addresses"
    subjects = [Subject(page) for page in pages() if page.name in FEW]
    return {
        one.page.name: (one.described(), one.round(Effort(calls=1, seconds=0))) for one in subjects
    }


def test_pages_are_fresh_or_kept_as_it_is_said(found):
    assert found.keys() == FEW
    for name in ("tie", "detail"):
        counted, timed = found[name]
        assert counted["statements"] > counted["statements_kept"] == 1
        assert counted["of_accounts"] == 0
        assert counted["can_be_known"]
        assert not counted["cookies"]
        assert timed.keys() == {"fresh", "kept", "known"}
    assert found["list, far back"][0]["statements_kept"] > 1  # it has a query
    assert found["admin search"][0]["of_accounts"] > 0
    assert found["admin search"][1].keys() == {"fresh"}


def test_a_page_far_back_is_one_with_a_page_before_it(sample, db, client):
    (far,) = [page for page in pages() if page.name == "list, far back"]
    assert "before=" in client.get(far.address).content.decode()


def test_hostile_requests_are_answered(sample, db, client):
    wrong = {page.name for page in hostile()[:4] if client.get(page.address).status_code != 200}
    assert wrong == set()


def size(scale: float, statements: int) -> dict:
    """Return what a worker tells of a size, each page as dear as `scale` says."""
    page = {"bytes": 1, "statements_kept": 1, "of_accounts": 0, "cookies": False}
    names = [*goals.STATEMENTS, "admin list"]
    return {
        "pages": [
            page
            | {"name": name, "staff": name == "admin list", "statements": statements}
            | {"fresh": scale, "kept": 2.0, "known": 2.0, "ms": scale}
            | ({"search": True, "ms": 4 * scale} if "search" in name else {"search": False})
            for name in names
        ],
        "hostile": [{"name": "dear", "statements": 3, "ratio": 2.5}],
        "weights": [],
        "memory": {"after": [40.0, 41.0, 42.0], "requests": 20},
        "export": {"rows": 9, "per_second": 2e5, "first": 0.2, "over_base": 5.0},
    }


def results(noise: float | None) -> dict:
    sizes = {1000: size(10.0, 5), 100_000: size(100.0, 5)}
    kinds = {"ours": {"first": 3.0, "check": 1.0}, "empty": {"first": 1.0, "check": 1.0}}
    kinds["empty"]["memory"] = 30.0
    machine = dict.fromkeys(
        ["day", "commit", "processor", "processors", "memory_gb", "load", "system", "python"], "1"
    )
    measured = {
        "noise": noise,
        "sizes": {str(rows): one for rows, one in sizes.items()},
        "growth": growth.growth(sizes),
        "starting": kinds,
        "peers": {"pages": {"tie timeline": {"fresh": 12.0, "kept": 15.0}}},
    }
    return {"machine": machine | {"django": "1"}, "engines": {"sqlite": measured}}


def verdicts(noise: float | None) -> dict[str, str]:
    return {one.measure: one.verdict for one in goals.judged(results(noise))}


def test_growth_is_the_power_of_the_number_of_entries():
    assert results(0.01)["engines"]["sqlite"]["growth"]["tie"] == pytest.approx(0.5)


def test_a_goal_is_met_or_not():
    said = verdicts(0.05)
    assert said["tie, fresh"] == said["growth: tie"] == said["growth: admin list"] == "not met"
    assert said["dearest search ÷ list"] == "met"  # in a minute that was slow
    assert said["tie, kept"] == said["tie, 304"] == said["dearest: dear"] == "met"
    assert said["statements: list"] == said["memory ÷ empty project"] == "met"
    assert said["start to first answer ÷ empty"] == "not met"
    assert said["datasette ÷ ours: tie timeline, fresh"] == "met"
    assert said["datasette ÷ ours: tie timeline, kept"] == "not met"


@pytest.mark.parametrize("noise", [0.11, None])
def test_where_it_is_noisy_no_time_is_judged_but_what_is_counted_is(noise):
    said = verdicts(noise)
    assert said["tie, fresh"] == said["dearest: dear"] == "too noisy"
    assert said["datasette ÷ ours: tie timeline, fresh"] == "too noisy"
    assert said["statements: list"] == "met"


def test_the_noise_is_that_of_the_constant_page_and_not_known_from_two_rounds():
    rounds = [[1.0, 0.10], [9.0, 0.11], [5.0, 0.10]]
    assert growth.noise({10: {"tie": {"fresh": rounds}}}) == pytest.approx(0.1)
    assert growth.noise({10: {"tie": {"fresh": rounds[:2]}}}) is None


def test_the_tables_stand_between_the_marks_of_the_page(settings, tmp_path):
    page = settings.BASE_DIR / "docs" / "performance.md"
    copy = tmp_path / "performance.md"
    copy.write_text(page.read_text("utf-8"), "utf-8")
    for _ in range(2):  # the second time in place of the first
        report.write(copy, results(0.05))
    before, _, after = copy.read_text("utf-8").partition(report.tables(results(0.05)))
    original = page.read_text("utf-8")
    assert before.strip() == original.partition(report.BEGIN)[0] + report.BEGIN
    assert after.strip() == report.END + original.partition(report.END)[2].rstrip()


@pytest.mark.parametrize("sizes", ["", "many", "10", "100,99999999", "1000;2000", "300,abc"])
def test_sizes_that_are_none_are_refused(sizes, capsys):
    with pytest.raises(SystemExit):
        options.read(["--rows", sizes])
    assert "--rows" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--rounds=0", "--requests=-1", "--write=no/such.md"])
def test_what_would_fail_after_hours_is_refused_at_once(option, capsys):
    with pytest.raises(SystemExit):
        options.read([option])
    assert option.partition("=")[0] in capsys.readouterr().err


def test_a_page_without_marks_is_not_written_to(tmp_path, capsys):
    page = tmp_path / "page.md"
    page.write_text(report.END + report.BEGIN, "utf-8")
    with pytest.raises(SystemExit):
        options.read([f"--write={page}"])
    assert "lacks the marks" in capsys.readouterr().err


def test_both_databases_are_measured_unless_one_is_chosen():
    assert options.read([]).engines == ["sqlite", "postgresql"]
    assert options.read([]).rows == [10_000, 1_000_000]
    assert options.read(["--database=sqlite", "--rows=2000,500"]).rows == [500, 2000]


@pytest.mark.parametrize("module", ["worker", "lasting", "loading", "exporting"])
def test_a_process_that_measures_begins(module, tmp_path):
    """It is asked for nothing, and ends with the `with` as one that has answered."""
    with Child(module, f"sqlite:///{tmp_path / 'none.sqlite3'}") as child:
        child.end_of_questions()
