"""Ties that are not published stand on no page of what they touch."""

import pytest

from diplomacy.accounts.roles import Role
from diplomacy.registry import publishing
from diplomacy.registry.models import TieLayer
from tests import builders
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["/en/layers/told/", "/en/areas/field/"])
def test_a_hidden_tie_is_on_no_page_of_a_layer_or_a_field_of_work(client, page):
    builders.home_city()
    shown = builders.tie()
    builders.layer(shown, key="told")
    builders.area(builders.event(shown.partner), key="field")
    publishing.revise(shown, member(Role.ADMINISTRATOR))  # a draft of the same two cities
    seen = shown.layers.get()
    for state in ("draft", "withdrawn"):
        hidden = builders.tie(publication=state)
        TieLayer.objects.create(relationship=hidden, layer=seen.layer, source=seen.source)
    ties = client.get(page).context["touched"].ties
    assert [one.relationship.pk for one in ties] == [shown.pk]
