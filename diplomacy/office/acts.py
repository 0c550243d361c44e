"""The acts on a record's page: what each asks for, and what it does."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Struct

from diplomacy.accounts.roles import MATRIX, Nouns, allowed
from diplomacy.registry import publishing
from diplomacy.registry.forms import SentencesForm
from diplomacy.registry.models import Submission
from diplomacy.registry.models.base import Publishable


def _area(rows: int = 2) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "class": "inp", "dir": "auto"})


class NoForm(forms.Form):
    """An act that asks for nothing."""


class SubmitForm(forms.Form):
    message = forms.CharField(
        label=_("Message to the reviewer"), required=False, max_length=500, widget=_area()
    )


class SendBackForm(forms.Form):
    comment = forms.CharField(label=_("What is to be done"), max_length=1000, widget=_area(3))


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note for the history"),
        required=False,
        max_length=80,
        help_text=_("For staff only."),
        widget=forms.TextInput({"class": "inp", "dir": "auto"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)


class AcceptForm(SentencesForm):
    """A change to what readers see: a typo is mended silently, anything else is told to them."""

    significant = forms.TypedChoiceField(
        label=_("What kind of change is it?"),
        choices=[
            ("", _("A typo or a small mend: readers are told nothing")),
            ("yes", _("Significant: readers are told what changed")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    empty = _("Say in one language at least what changed.")
    unasked = _("You have written to readers below: choose “significant”, or empty those fields.")

    def clean(self) -> dict[str, Any]:
        cleaned = forms.Form.clean(self)
        told = [code for code in ("fa", "en", "zh") if cleaned.get(code)]
        if cleaned.get("significant") and not told and not self.errors:
            self.add_error("significant", self.empty)
        if told and not cleaned.get("significant"):
            self.add_error("significant", self.unasked)
        return cleaned


class TellForm(SentencesForm):
    empty = _("Say in one language at least what changed.")


class UntellForm(forms.Form):
    note = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)


class Act(Struct, frozen=True):
    """`run` does it with the form's values; `done` is said after it."""

    name: str
    label: str | Promise
    explanation: str | Promise
    form: type[forms.Form]
    run: Callable[[Publishable, AbstractBaseUser, dict[str, Any]], Any]
    done: str | Promise
    is_grave: bool = False
    is_beside: bool = False  # its button stands beside what it is about


def _publish(record: Publishable, by: AbstractBaseUser, typed: dict[str, Any]) -> Publishable:
    told = {code: typed.get(code, "") for code in ("fa", "en", "zh")}
    return publishing.publish(
        record,
        by,
        typed.get("note", ""),
        public_note=told if typed.get("significant") else None,
        over=typed.get("version", ""),
        seen=typed.get("seen", ""),
    )


ACTS = {
    act.name: act
    for act in (
        Act(
            "submit",
            _("Send for review"),
            _("A reviewer looks at it; until then nobody changes it but a reviewer."),
            SubmitForm,
            lambda record, by, typed: publishing.submit(record, by, typed["message"]),
            _("Sent for review."),
        ),
        Act(
            "take_back",
            _("Take back"),
            _("It becomes your draft again."),
            NoForm,
            lambda record, by, typed: publishing.take_back(record, by),
            _("It is a draft again."),
        ),
        Act(
            "publish",
            _("Publish"),
            _("From then on readers see it."),
            NoteForm,
            _publish,
            _("Published."),
        ),
        Act(
            "accept",
            _("Accept the change"),
            _("It is written over the record, and readers see it from then on."),
            AcceptForm,
            _publish,
            _("The change is published."),
        ),
        Act(
            "send_back",
            _("Send back"),
            _("It becomes a draft again, with your comment."),
            SendBackForm,
            lambda record, by, typed: publishing.send_back(record, by, typed["comment"]),
            _("Sent back."),
        ),
        Act(
            "revise",
            _("Propose a change"),
            _("You get a draft copy; for readers nothing changes until it is accepted."),
            NoForm,
            lambda record, by, typed: publishing.revise(record, by),
            _("This is a draft copy. Change it, then send it for review."),
        ),
        Act(
            "tell",
            _("Tell readers of a change"),
            _("The sentence stands on the public page with today’s date."),
            TellForm,
            publishing.tell,
            _("Readers are told."),
        ),
        Act(
            "untell",
            _("Remove the note"),
            _("It leaves the public page; the history says that it was there."),
            UntellForm,
            lambda record, by, typed: publishing.untell(record, by, typed["note"]),
            _("The note is removed."),
            is_beside=True,
        ),
        Act(
            "withdraw",
            _("Withdraw"),
            _("Its address then shows this reason and the day, and nothing else."),
            SentencesForm,
            publishing.withdraw,
            _("Withdrawn."),
            is_grave=True,
        ),
        Act(
            "discard",
            _("Delete the draft"),
            _("The draft is deleted with its rows; its history stays."),
            NoForm,
            lambda record, by, typed: publishing.discard(record, by),
            _("The draft is deleted."),
            is_grave=True,
        ),
    )
}


# In the order of the page.
_OFFERED = (
    "submit",
    "publish",
    "send_back",
    "take_back",
    "revise",
    "tell",
    "untell",
    "withdraw",
    "delete",
)


def acts_on(
    record: Publishable, user: AbstractBaseUser, submission: Submission | None
) -> Iterator[Act]:
    """Yield what `user` may do with the record in its state. One query at most."""
    own = submission is not None and submission.submitted_by_id == user.pk
    by_other = submission is not None and not own
    also = {
        "publish": by_other or publishing.may_publish(user),
        "take_back": own,
        "delete": publishing.may_discard(user, record),
    }
    for action in _OFFERED:
        may = allowed(user.role, action, Nouns.RECORDS, record.publication)
        # Its author may delete a draft, too.
        if (may or action == "delete") and also.get(action, True):
            yield ACTS[_act_of(action, record)]


def ever_allowed(user: AbstractBaseUser, name: str) -> bool:
    """Return whether the role of `user` may do the act to any record in any state."""
    action = {"accept": "publish", "discard": "submit"}.get(name, name)
    states = MATRIX[Nouns.RECORDS][action]
    return any(allowed(user.role, action, Nouns.RECORDS, state) for state in states)


def _act_of(action: str, record: Publishable) -> str:
    if action == "publish" and record.revises_id:
        return "accept"
    return "discard" if action == "delete" else action
