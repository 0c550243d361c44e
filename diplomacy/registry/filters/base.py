"""What every list that can be narrowed does with what it cannot read."""

import django_filters


class ListFilter(django_filters.FilterSet):
    """An unknown value narrows nothing; its label is in `ignored`."""

    @property
    def ignored(self) -> list[str]:
        """Return the labels of the parameters whose value is unknown."""
        return [str(self.form.fields[name].label) for name in self.form.errors]
