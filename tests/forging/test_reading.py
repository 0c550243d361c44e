"""Reading writes nothing: every address is asked for as an administrator, by every safe method."""

import pytest

from diplomacy.registry.models import Entry
from tests import builders
from tests.forging.tables import changed, everything_stored
from tests.hostile.everywhere import of_staff, rich_register
from tests.registry.admin.conftest import chief, signed_in

__all__ = ["chief", "signed_in"]

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_no_address_changes_anything_when_it_is_read(chief):
    rich_register()
    addresses = list(of_staff())  # those for readers: tests/leaks/test_non_interference.py
    # Papers are drawn for seconds from what the page beside them reads.
    addresses = [one for one in addresses if not one.endswith((".pdf", ".png"))]
    before = everything_stored()
    for address in addresses:
        answer = chief.get(address)
        assert answer.status_code < 500, address
        b"".join(answer.streaming_content if answer.streaming else [])  # closes it
    assert len(addresses) > 150
    assert changed(before, everything_stored()) == []


@pytest.mark.parametrize("method", ["head", "options", "trace"])
def test_no_other_safe_method_changes_anything(chief, method):
    tie = builders.tie()
    draft = builders.event(tie.partner, publication="draft")
    before = everything_stored()
    for address in (
        f"/en/cities/{tie.partner.key}/",
        "/en/corrections/",
        f"/api/v1/events/{draft.key}/",
        f"/en/desk/records/event/{draft.key}/",
        f"/en/desk/people/{draft.key}/blank/",
        f"/en/admin/registry/event/{draft.pk}/delete/",
        f"/en/admin/registry/event/{draft.pk}/change/",
    ):
        assert getattr(chief, method)(address).status_code < 500
    assert changed(before, everything_stored()) == []


@pytest.mark.parametrize("smuggled", ["DELETE", "POST", "PUT"])
def test_no_method_is_smuggled_in(chief, smuggled):
    draft = builders.event(builders.city(), publication="draft")
    before = everything_stored()
    as_header = {"x-http-method-override": smuggled, "x-method-override": smuggled}
    for page in ("delete", "change"):
        address = f"/en/admin/registry/event/{draft.pk}/{page}/"
        chief.get(f"{address}?_method={smuggled}&post=yes", headers=as_header)
        chief.get(f"{address}?post=yes&staff_note=forged&_save=1")
    chief.get(f"/en/desk/records/event/{draft.key}/?act=publish&_method=POST", headers=as_header)
    assert changed(before, everything_stored()) == []
    assert Entry.objects.filter(pk=draft.pk, publication="draft").exists()
