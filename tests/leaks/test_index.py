"""What is searched holds nothing hidden: neither the words kept for it, nor parts of words."""

from datetime import date

import pytest

from diplomacy.opendata.api_lists import API_LISTS
from diplomacy.public.views.permanent import NOUNS as PAGES
from diplomacy.registry.codec import NOUNS as CODEC_NOUNS
from diplomacy.registry.models import Entry
from diplomacy.registry.models.derived import stale, write_derived
from diplomacy.registry.queries.search import find
from tests.canaries import Canaries, hidden_around_a_tie

pytestmark = pytest.mark.django_db

SEARCHED = [
    name for name, listed in API_LISTS.items() if any(p.name == "words" for p in listed.parameters)
]


@pytest.fixture(scope="module")
def canaries(made_once) -> Canaries:
    made = Canaries()
    hidden_around_a_tie(made)
    # As after a command that writes the words of all records anew.
    for _, model in CODEC_NOUNS.values():
        write_derived(stale(model._base_manager.all()))
    return made


def test_the_words_kept_of_what_is_public_are_public_words(canaries):
    looked_at = 0
    for model in {*PAGES.values(), *(model for _, model in CODEC_NOUNS.values())}:
        if not hasattr(model.objects.none(), "published"):
            continue
        for record in model.objects.published():
            kept = getattr(record, "search", "")
            looked_at += bool(kept)
            shown = {word for word in canaries.words if word in kept}
            assert not shown, (model, record.key, shown)
    assert looked_at > 20
    assert any("zlq" in entry.search for entry in Entry.objects.exclude(publication="published"))


def test_no_part_of_a_hidden_word_finds_anything(client, canaries):
    day = date(2026, 1, 1)
    parts = {word[:length] for word in sorted(canaries.words)[::40] for length in (3, 6)}
    parts |= {word[4:9] for word in sorted(canaries.words)[::90]}
    for part in sorted(parts):
        assert find(part, day).groups == (), part
    assert SEARCHED
    for name in SEARCHED:
        for part in sorted(parts)[::10]:
            assert client.get(f"/api/v1/{name}/", {"words": part}).json()["items"] == []
