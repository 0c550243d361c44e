"""Which fields of work the entries of each city touch: a pair of both, and an entry that says so.

Asked of the entries themselves it is a join of all rows of cities with all rows of areas: a second
among a million entries, where there are six thousand pairs (record 68).
"""

from collections.abc import Collection

from django.apps import apps
from django.db import models
from django.db.models import Max, OuterRef, QuerySet, Subquery

_BATCH = 1000  # entries per statement


class CityArea(models.Model):
    """A city, an area and one published entry that names the one and touches the other.

    Who reads holds the entry against its own rows (`queries.touched`), so a pair may outlast what
    it stood for; none may be missing. Plain numbers, so that nothing is kept from being deleted or
    merged by them.
    """

    city = models.BigIntegerField()
    area = models.BigIntegerField()
    entry = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "area"], name="city_touches_an_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.city}: {self.area}"


def touching() -> QuerySet:
    """Return the rows of cities in published entries, each as often as it has an `area`.

    Both tables are walked in their indexes and meet in the key of the entry. By a path of Django
    each entry would be fetched between them: four times as long among a million.
    """
    rows, areas = _rows_of_cities(), _rows_of_areas().model._meta.db_table
    cities = rows.model._meta.db_table
    return (
        rows.filter(public=True)
        .extra(
            select={"area": f"{areas}.area_id"},
            tables=[areas],
            where=[f"{areas}.entry_id = {cities}.entry_id"],
        )
        .order_by()
    )


def keep_in_step(entries: Collection[int]) -> None:
    """Let there be every pair that these entries say, and by them none that they do not.

    Within the transaction that wrote them, after it has raised the data version: on that row
    writers wait for each other, so that none waits for a pair that another will not give up.
    """
    keys = list(entries)
    for start in range(0, len(keys), _BATCH):
        _keep_in_step(keys[start : start + _BATCH])


def _keep_in_step(entries: list[int]) -> None:
    said = touching().filter(entry__in=entries).values_list("city", "area", "entry")
    due = {(city, area): entry for city, area, entry in said}
    for pair in CityArea.objects.filter(entry__in=entries):
        if due.pop((pair.city, pair.area), None) is None:
            _find_another(pair)
    _write(due)


def _find_another(pair: CityArea) -> None:
    """Let another entry say it, or nothing."""
    of_area = f"{_rows_of_areas().model._meta.db_table}.area_id = %s"
    others = touching().filter(city=pair.city).extra(where=[of_area], params=[pair.area])
    pair.entry = others.values_list("entry", flat=True).first()
    pair.save() if pair.entry else pair.delete()


def renew() -> None:
    """Write all pairs anew, within the caller's transaction."""
    CityArea.objects.all().delete()
    said = touching().values_list("city", "area").annotate(one=Max("entry"))
    _write({(city, area): entry for city, area, entry in said})


def out_of_step() -> int:
    """Return how many pairs are missing, or held by an entry that does not say so."""
    due = set(touching().values_list("city", "area").distinct())
    for city, area, *rows in CityArea.objects.values_list("city", "area", *holding()):
        due ^= {(city, area)} if all(rows) else {(city, area)} - due
    return len(due)


def holding() -> tuple[Subquery, ...]:
    """Return the two rows on which a pair rests, as columns of it, None for one that is gone."""
    # Cut off after the first, PostgreSQL looks each up instead of reading all there are.
    entry = {"entry": OuterRef("entry")}
    city = _rows_of_cities().filter(city=OuterRef("city"), public=True, **entry)
    area = _rows_of_areas().filter(area=OuterRef("area"), **entry)
    return tuple(Subquery(rows.order_by().values("pk")[:1]) for rows in (city, area))


# By name: the models of both write the pairs.
def _rows_of_cities() -> QuerySet:
    return apps.get_model("registry", "EntryCity").objects.all()


def _rows_of_areas() -> QuerySet:
    return apps.get_model("registry", "EntryArea").objects.all()


def _write(pairs: dict[tuple[int, int], int]) -> None:
    CityArea.objects.bulk_create(
        [CityArea(city=city, area=area, entry=entry) for (city, area), entry in pairs.items()],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["city", "area"],
        update_fields=["entry"],
    )
