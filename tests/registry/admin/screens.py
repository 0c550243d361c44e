"""One record of each registered noun, the addresses of its screens, and what a form sends."""

from collections.abc import Iterator
from itertools import chain

from django.db import models
from django.http import HttpResponse
from django.urls import reverse

from diplomacy.registry.models import (
    Difference,
    DifferenceStatement,
    OpenQuestion,
    Person,
    PersonAlias,
    Procedure,
    Publication,
    Step,
    StepRecord,
    Term,
)
from tests import builders

DRAFT = {"publication": Publication.DRAFT}


def person(**fields) -> Person:
    names = builders.three("name", "آزمون‌گر نمونه", "Sample Tester", "测试者")
    return Person.objects.create(**(names | fields))


def procedure() -> Procedure:
    names = builders.three("name", "مسیر نمونه", "Sample path", "示例程序")
    made = Procedure.objects.create(country=builders.country(), **names)
    Step.objects.create(procedure=made, key="vote", position=1, name_en="Vote")
    return made


def difference() -> Difference:
    made = Difference.objects.create(city=builders.home_city(), field="name", point_en="A name")
    DifferenceStatement.objects.create(difference=made, words_en="So", source=builders.source())
    return made


MAKERS = {
    "agreement": lambda: builders.agreement(builders.city(), **DRAFT),
    "city": builders.city,
    "commitment": lambda: builders.commitment(builders.city(), **DRAFT),
    "cooperationarea": builders.area,
    "country": builders.country,
    "delegation": lambda: builders.delegation(builders.city(), **DRAFT),
    "difference": difference,
    "diplomacylayer": builders.layer,
    "event": lambda: builders.event(builders.city(), **DRAFT),
    "openquestion": lambda: OpenQuestion.objects.create(
        city=builders.home_city(), question_en="Is it so?"
    ),
    "organisation": builders.organisation,
    "person": person,
    "procedure": procedure,
    "relationship": lambda: builders.tie(**DRAFT),
    "restriction": lambda: builders.restriction(builders.city(), **DRAFT),
    "source": builders.source,
}
NOUNS = sorted(MAKERS)
REFERENCE = ("cooperationarea", "difference", "diplomacylayer", "openquestion", "procedure")


def address(noun: str, page: str, *args: object) -> str:
    return reverse(f"admin:registry_{noun}_{page}", args=args)


def change_page(record: models.Model) -> str:
    return address(record._meta.model_name, "change", record.pk)


def sent(response: HttpResponse, **typed: str) -> dict[str, object]:
    """Return what a browser would send for the form of `response`, with `typed` typed over it."""
    context = response.context
    form = context["adminform"].form
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    data = dict(_values(form)) | {"version": form.version}
    for formset in formsets:
        for one in chain([formset.management_form], formset.forms):
            data |= dict(_values(one))
    return data | typed


def _values(form) -> Iterator[tuple[str, object]]:
    for field in form:
        value = field.value()
        if value is True:
            yield field.html_name, "on"
        elif isinstance(value, str | int | float) and value is not False:
            yield field.html_name, value


def add_rows(record: models.Model, number: int) -> None:
    """Give an entry, a tie, a person or a procedure `number` rows of several kinds."""
    for place in range(number):
        match record._meta.model_name:
            case "agreement":
                builders.cite(record)
                builders.Participation.objects.create(
                    entry=record, role="present", person=person(), organisation=_body()
                )
                builders.EntryCity.objects.create(entry=record, city=builders.city())
            case "relationship":
                step = procedure().steps.get()
                StepRecord.objects.create(relationship=record, step=step, state="done")
                builders.layer(record)
            case "person":
                PersonAlias.objects.create(person=record, text=f"Alias {number}-{place}")
                Term.objects.create(person=record, organisation=_body(), office_en="Mayor")


def _body():
    return builders.organisation()
