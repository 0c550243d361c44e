"""A register whose hidden records carry random words, so that answers can be searched for them."""

import secrets

import pytest
from django.db import models
from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.accounts.roles import Role
from diplomacy.office.models import KeptForm, TieReview
from diplomacy.registry import publishing
from diplomacy.registry.models import (
    Difference,
    Document,
    Entry,
    EntryLink,
    OpenQuestion,
    Participation,
    Person,
    Relationship,
    StepRecord,
)
from diplomacy.registry.models.procedures import Procedure, Step
from tests import builders
from tests.reporting import report

# No part of a word is a number or stands in a checksum or a word of a language: what finds five
# letters of it has found it. A word begins with three letters that no random key holds (`new_key`).
LETTERS = "ghjkmpqvwxz"
WORD_FIELDS = (models.CharField, models.TextField)
# Kept by staff on records that are public themselves.
STAFF_FIELDS = {"staff_note", "contact"}
# Derived, or public at the address of a withdrawn record.
SAID = ("search", "sha256", "withdrawn_reason")


class Canaries:
    """Random words, kept so that pages can be searched for them."""

    def __init__(self):
        self.words = set()

    def word(self) -> str:
        self.words.add(word := "zlq" + "".join(secrets.choice(LETTERS) for _ in range(12)))
        return word

    def fill(self, record, only=None):
        """Write a word into every free text of a record and store it past its own `save`."""
        fields = {}
        for field in record._meta.concrete_fields:
            free = isinstance(field, WORD_FIELDS) and not field.choices and not field.primary_key
            limit = field.max_length or 99
            wanted = field.name in only if only else not field.name.startswith(SAID)
            plain = type(field).__name__ in ("CharField", "TextField")
            if free and plain and wanted and limit >= 20 and field.model is type(record):
                fields[field.name] = self.word()
        type(record)._base_manager.filter(pk=record.pk).update(**fields)

    def hide(self, record):
        """Fill a hidden record with the words, and those of its parents."""
        for model in (type(record), *type(record)._meta.get_parent_list()):
            self.fill(model._base_manager.get(pk=record.pk))


@pytest.fixture
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture
def register(canaries: Canaries, db) -> list[Entry]:
    return hidden_around_a_tie(canaries)


def hidden_around_a_tie(canaries: Canaries) -> list[Entry]:
    """Publish a tie and its entries, each of their neighbours hidden in its own way.

    Return the public entries.
    """
    shown = builders.tie(leading=True)
    partner = shown.partner
    public = _public_entries(partner)
    hidden_tie = builders.tie(publication="draft", sentence_en="x", sentence_on="2020-05-04")
    for state in ("draft", "in_review", "withdrawn"):
        for make in MAKERS:
            hidden = make(partner, hidden_tie.partner, publication=state, sources=[])
            for entry in public:
                EntryLink.objects.create(
                    entry=hidden.entry_ptr, kind="arises_from", to=entry.entry_ptr
                )
                EntryLink.objects.create(entry=entry.entry_ptr, kind="during", to=hidden.entry_ptr)
            builders.cite(hidden)
            canaries.hide(hidden.citations.get().source)
            builders.cite(hidden, public[0].citations.get().source)
            canaries.hide(builders.area(hidden, layer=_hidden_layer(canaries, hidden_tie)))
            other = builders.organisation()
            builders.took_part(hidden, organisation=other, person=builders.person())
            canaries.hide(other)
            canaries.hide(hidden.participations.get(organisation=other).person)
            for model, field in ((Difference, "point_en"), (OpenQuestion, "question_en")):
                about = {"field": "name"} if model is Difference else {}
                made = model.objects.create(entry=hidden.entry_ptr, **about)
                canaries.fill(made, only={field})
                _hide_statement(canaries, made, public[0].citations.get().source)
            OpenQuestion.objects.create(
                city=partner, question_en="What came of it?", answered_by=hidden.entry_ptr
            )
            canaries.hide(hidden)
    _hide_on_public_entries(canaries, public)
    _hide_copies(canaries, [shown, *public])
    _hide_steps(canaries, shown, hidden_tie)
    _freeze_what_is_hidden_since(canaries, partner)
    # As if everything had been published once: feeds ask for that day.
    Entry._base_manager.update(published_at=timezone.now())
    canaries.hide(hidden_tie)
    canaries.hide(hidden_tie.partner)
    for record in (shown, partner, *public):
        canaries.fill(record, only=STAFF_FIELDS)
        if isinstance(record, Entry):
            canaries.fill(record.entry_ptr, only=STAFF_FIELDS)
    return public


MAKERS = (
    builders.agreement,
    builders.delegation,
    builders.offer,
    builders.commitment,
    builders.restriction,
)


def _public_entries(partner) -> list[Entry]:
    return [make(partner) for make in MAKERS]


def _hide_on_public_entries(canaries, public) -> None:
    speaker, body = builders.person(), builders.organisation()
    builders.term(speaker, body)
    for record in (speaker, body):
        canaries.fill(record, only=STAFF_FIELDS)
    for entry in public:
        builders.took_part(entry, person=speaker, organisation=body)
        person = Person.objects.create()
        Participation.objects.create(
            entry=entry.entry_ptr, role="member", person=person, office_en="a clerk"
        )
        canaries.hide(person)
        paper = Document.objects.create(
            entry=entry.entry_ptr, kind="report", file=builders.upload(content=b"x")
        )
        canaries.fill(paper, only={"title_fa", "title_en", "title_zh", "key", "credit"})
        canaries.fill(entry.citations.get().source, only=STAFF_FIELDS)


def _hide_copies(canaries, public) -> None:
    """Let a change to each public record wait for its review, and another be typed."""
    author = User.objects.create_user("author", role=Role.RECORDER)
    for record in public:
        copy = publishing.revise(record, author)
        if isinstance(copy, Relationship):
            copy.sentence_en, copy.sentence_on = "x", "2020-05-04"
            copy.save()
        publishing.submit(copy, author, canaries.word())
        KeptForm.objects.create(user=author, form=f"x:{record.key}", typed=canaries.word())
        if isinstance(record, Relationship):
            review = {"on": "2020-05-04", "prepared_by": author, "reasons": canaries.word()}
            TieReview.objects.create(relationship=record, **review)
        canaries.hide(copy)


def _hidden_layer(canaries, hidden_tie):
    made = builders.layer(hidden_tie)
    canaries.hide(made)
    return made


def _hide_statement(canaries, about, found) -> None:
    """Let a public source say something in a hidden difference."""
    if isinstance(about, Difference):
        said = about.statements.create(words_en="x", source=found)
        canaries.fill(said, only={"words_en"})


def _hide_steps(canaries, shown, hidden_tie) -> None:
    """Hide a path that no public tie is on, and a record of a public step with hidden evidence."""
    elsewhere = builders.country("el")
    procedure = Procedure.objects.create(country=elsewhere, key="path")
    step = Step.objects.create(procedure=procedure, key="vote", position=1)
    StepRecord.objects.create(relationship=hidden_tie, step=step, state="done")
    canaries.hide(step)
    canaries.hide(procedure)
    evidence = builders.offer(shown.partner, publication="draft", sources=[])
    body, found = builders.organisation(), builders.source()
    builders.step_record(
        shown,
        builders.procedure("vote").steps.get(),
        evidence=evidence.entry_ptr,
        body=body,
        source=found,
    )
    for record in (evidence, body, found):
        canaries.hide(record)


def _freeze_what_is_hidden_since(canaries, partner) -> None:
    """Publish a report, then take from readers some of what it holds."""
    gone = [make(partner) for make in MAKERS]
    gone.append(builders.tie(sentence_en="x", sentence_on="2020-05-04"))
    for record in gone:
        canaries.hide(record)
    report(2020)
    for record, state in zip(gone, ("draft", "in_review", "withdrawn") * 2, strict=True):
        stored = type(record).objects.get(pk=record.pk)
        stored.publication = state
        stored.save()
    draft = report(2019, "draft")
    canaries.fill(draft)
