"""A paper that is kept is handed out whole or not at all."""

import pytest

from diplomacy.public import kept_papers


@pytest.mark.parametrize("left", [b"", b"mad", b"made", b"x" * 40, b"made" + b"\0" * 32])
def test_a_kept_paper_that_is_spoilt_is_drawn_anew(tmp_path, settings, left):
    settings.PAPERS_ROOT = tmp_path
    name, page = "report-2020-en", "<p>"
    assert kept_papers.kept(name, page, lambda _: b"made") == b"made"
    (file,) = tmp_path.iterdir()
    file.write_bytes(left)
    assert kept_papers.kept(name, page, lambda _: b"anew") == b"anew"
    assert kept_papers.kept(name, page, lambda _: b"never") == b"anew"
    assert list(tmp_path.iterdir()) == [file]
