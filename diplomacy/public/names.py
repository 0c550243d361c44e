"""Names of places as pages show them beside the one in the page's language."""

from django.conf import settings

from diplomacy.registry.models import City
from diplomacy.registry.models.words import page_language


def own_words(city: City) -> tuple[str, str]:
    """Return the city's name in its own script and that language, "" where none is recorded.

    On a page in that language, the name in the home city's: a reader knows the other already.
    """
    language = city.own_language
    if language.partition("-")[0] != page_language():
        return city.own_name, language
    home = settings.HOME_LANGUAGE.split("-")[0]
    return getattr(city, f"name_{home}"), home
