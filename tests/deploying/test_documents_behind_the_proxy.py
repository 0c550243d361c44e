"""Documents leave by the proxy, and only to whom the register gives them."""

import pytest

from diplomacy.accounts.roles import Role
from tests import builders

from .proxied import Answer

# The mark for the database is for the fixture, which fills it once.
pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db]


def test_a_paper_comes_from_the_disk_only_after_the_register_has_allowed_it(site, known):
    page = f"/en/documents/{known['public']}/"
    whole = site.get(page)
    assert (whole.status, whole.body) == (200, builders.PDF)
    assert whole.headers["Content-Type"] == "application/pdf"
    assert whole.headers["Content-Disposition"].startswith("attachment")
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["Cache-Control"] == "no-cache"
    assert "X-Accel-Redirect" not in whole.headers
    part = site.get(page, {"Range": "bytes=1-3"})
    assert (part.status, part.body) == (206, builders.PDF[1:4])
    head = site.ask("HEAD", page)
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(builders.PDF))
    assert site.get(page, {"If-None-Match": whole.headers["ETag"]}).status == 304


def test_a_paper_that_is_not_for_all_is_as_one_that_never_was(site, known):
    hidden, never = (
        site.get(f"/en/documents/{key}/", {"Range": "bytes=0-3"})
        for key in (known["restricted"], "never-was")
    )
    assert hidden.status == never.status == 404
    assert hidden.body.replace(known["restricted"].encode(), b"never-was") == never.body
    assert site.ask("HEAD", f"/en/documents/{known['restricted']}/").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/protected-documents/{file}",
        "/protected-documents/%2e%2e/documents/{file}",
        "/static/%2e%2e/protected-documents/{file}",
        "/static/../protected-documents/{file}",
        "//protected-documents//{file}",
        "/%70rotected-documents/{file}",
        "/proxy-pages/%2e%2e/%2e%2e/documents/{file}",
        "/proxy-pages/pages.css/../../../place/documents/{file}",
        "/documents/{file}",
        "/protected-documents/",
        "/protected-documents/%00{file}",
    ],
)
def test_no_address_leads_to_a_file_past_the_register(site, known, path):
    for access in ("public", "restricted"):
        for headers in ({}, {"Range": "bytes=0-3"}, {"X-Accel-Redirect": "/protected-documents/"}):
            answer = site.get(path.format(file=known[f"{access} file"]), headers)
            assert answer.status in (400, 404)
            assert b"PDF-1.4" not in answer.body


def test_staff_get_the_papers_that_their_role_may_read(site, known):
    def ask(role: str, access: str) -> Answer:
        cookie = {"Cookie": f"__Host-sessionid={known[role]}"}
        return site.get(f"/en/admin/registry/entry/documents/{known[access]}/", cookie)

    shown = ask(Role.ADMINISTRATOR, "restricted")
    assert (shown.status, shown.body) == (200, builders.PDF)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert ask(Role.RECORDER, "public").body == builders.PDF
    refused = ask(Role.RECORDER, "restricted")
    assert refused.status in (403, 404)
    assert b"PDF-1.4" not in refused.body
