"""A save over somebody else's change is refused, and both versions are shown, rows included."""

import pytest

from diplomacy.registry.models import Document
from tests import builders

from .screens import change_page, sent

pytestmark = pytest.mark.django_db


def lines(found) -> set[tuple[str, str, str, str]]:
    return {(line.row, line.label, line.old, line.new) for line in found}


@pytest.fixture
def made():
    agreement = builders.agreement(
        builders.city("Firstville"), publication="draft", reference="N-1", sources=[]
    )
    builders.cite(agreement, builders.source(title="Cited", publisher=""), place="p. 1")
    return agreement


def test_both_versions_stand_field_by_field(signed_in, made):
    first, second = signed_in("recorder"), signed_in("reviewer")
    forms = [client.get(change_page(made)) for client in (first, second)]
    first.post(change_page(made), sent(forms[0], reference="N-2", title_en="Theirs"))
    typed = sent(forms[1], reference="N-3", binding="true")
    refused = second.post(change_page(made), typed)
    found = refused.context["conflict"]
    title = made.title_en
    assert lines(found.changed) == {
        ("", "Reference number", "N-1", "N-2"),
        ("", "Title (English)", title, "Theirs"),
    }
    assert lines(found.typed) == {
        ("", "Reference number", "N-2", "N-3"),
        ("", "Title (English)", "Theirs", title),
        ("", "Legally binding", "", "yes"),
    }
    assert "last by recorder" in refused.content.decode()


def test_changed_rows_stand_beside_typed_ones(signed_in, made):
    first, second = signed_in("recorder"), signed_in("reviewer")
    forms = [client.get(change_page(made)) for client in (first, second)]
    first.post(change_page(made), sent(forms[0], **{"citations-0-place": "p. 2"}))
    builders.cite(made, builders.source(title="Added", publisher=""))
    new = builders.source(title="Mine", publisher="")
    typed = {
        "citations-0-place": "p. 3",
        "citations-TOTAL_FORMS": "2",
        "citations-1-source": new.pk,
        "city_rows-0-DELETE": "on",
    }
    refused = second.post(change_page(made), sent(forms[1], **typed))
    found = refused.context["conflict"]
    assert ("Citation", "Place in the source", "p. 1", "p. 2") in lines(found.changed)
    assert ("Citation", "Source", "", "Added") in lines(found.changed)
    assert lines(found.typed) == {
        ("Citation", "Place in the source", "p. 2", "p. 3"),
        ("Citation", "Source", "", "Mine"),
        ("City", "row", "Firstville", "deleted"),
    }
    made.refresh_from_db()
    assert {row.place for row in made.citations.all()} == {"p. 2", ""}


def test_a_value_that_cannot_be_read_is_shown_as_it_was_typed(signed_in, made):
    client = signed_in("recorder")
    form = client.get(change_page(made))
    made.reference = "N-2"
    made.save()
    refused = client.post(change_page(made), sent(form, start="1404/12/30"))
    typed = lines(refused.context["conflict"].typed)
    assert "1404/12/30" in {new for _row, _label, _old, new in typed}


@pytest.mark.parametrize("version", ["", "1", "x.y", "\x00", "9" * 40, "1." * 30])
def test_a_forged_version_is_refused_like_an_old_one(recorder, made, version):
    form = recorder.get(change_page(made))
    answer = recorder.post(change_page(made), sent(form, version=version, reference="forged"))
    assert answer.status_code == 200
    assert answer.context["conflict"].changed == []
    made.refresh_from_db()
    assert made.reference == "N-1"


def test_a_restricted_paper_that_came_meanwhile_is_not_shown(recorder, made):
    form = recorder.get(change_page(made))
    Document.objects.create(
        entry=made, file=builders.upload(), kind="report", access="restricted", title_en="Sealed"
    )
    refused = recorder.post(change_page(made), sent(form, reference="mine"))
    assert refused.status_code == 200
    assert "Sealed" not in refused.content.decode()
