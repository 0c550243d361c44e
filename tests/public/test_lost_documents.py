"""A file that was lost costs a reader the file, not the page."""

import pytest

from diplomacy.registry.models import Document
from tests import builders

pytestmark = pytest.mark.django_db

LOST = {
    "en": "The file is not there just now.",
    "fa": "پرونده اکنون در دسترس نیست.",
    "zh-hans": "文件目前无法取得。",
}


@pytest.mark.parametrize("code", LOST)
def test_the_page_of_a_lost_file_says_so(client, code):
    entry = builders.agreement(builders.city())
    file = builders.upload(content=builders.PDF)
    document = Document.objects.create(
        entry=entry.entry_ptr, kind="report", file=file, access="public"
    )
    page, address = f"/{code}/agreements/{entry.key}/", f"/{code}/documents/{document.key}/"
    assert LOST[code] not in client.get(page).content.decode()
    document.file.storage.delete(document.file.name)
    builders.source()  # a page is made anew when something was written since
    answer = client.get(page)
    assert answer.status_code == 200
    assert LOST[code] in answer.content.decode()
    assert client.get(address).status_code == 404
