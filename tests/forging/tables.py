"""All that the database holds, as it can be compared."""

from django.apps import apps

# Of a session, its last use; of a sign-in, its moment: both are written by looking at a page.
LEFT_OUT = {"sessions.Session"}


def everything_stored(but: set[str] = frozenset()) -> dict[str, list[tuple]]:
    """Return the rows of every table by its name, histories included, `but` some left out."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models()
        if model._meta.label not in LEFT_OUT | but
    }


def changed(before: dict[str, list], after: dict[str, list]) -> list[str]:
    """Return the tables that are not as they were."""
    return [name for name in before if before[name] != after[name]]
