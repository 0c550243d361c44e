"""Readers' corrections: what one is about, what it says, and how it is received."""

import re
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language_from_path, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.accounts.limits import DAY, HOUR, Limit, TooOften, client_of, count_one
from diplomacy.calendars import digits, number
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Correction
from diplomacy.registry.models.words import page_language
from diplomacy.registry.queries.corrections import Subject, published_subject

# What no keyboard writes, and HTML may not hold.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST = {"words": 4000, "found_where": 500, "sender": 254}
_LONGEST_PAGE = 300
_LONGEST_TITLE = 320


class Target(Struct, frozen=True):
    """What a reader writes about: a record by noun and key, else a page, else the whole site.

    `subject` is the record that stands there now, None where there is none.
    """

    noun: str = ""
    key: str = ""
    page: str = ""
    subject: Subject | None = None

    @classmethod
    def named(cls, parameters: QueryDict) -> "Target":
        """Return what the address of the form names, whether or not there is such a record."""
        noun, key = parameters.get("noun", ""), parameters.get("about", "")
        if key:
            return cls(noun, key, subject=published_subject(key, noun))
        return cls(page=own_page(parameters.get("page", "")))

    @classmethod
    def of(cls, subject: Subject) -> "Target":
        return cls(subject.noun, subject.record.key, subject=subject)

    @property
    def id(self) -> str:
        """Return what its tokens are bound to."""
        return f"{self.noun}:{self.key}:{self.page}"

    @property
    def url(self) -> str:
        """Return the way back, "" where there is none."""
        return self.subject.url if self.subject else self.page

    @property
    def query(self) -> str:
        """Return the parameters of the form's address, with a question mark where there are."""
        named = {"about": self.key, "noun": self.noun, "page": self.page}
        given = urlencode({name: value for name, value in named.items() if value})
        return f"?{given}" if given else ""


class CorrectionForm(forms.Form):
    """What is wrong, and if the reader likes where the right thing can be read and an address."""

    words = forms.CharField(
        label=gettext_lazy("What is wrong, and what would be right?"),
        widget=forms.Textarea({"rows": 7, "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write what is wrong.")},
    )
    found_where = forms.CharField(
        label=gettext_lazy("Where can this be read?"),
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
        help_text=gettext_lazy("The address of a page, or a paper with its day."),
    )
    sender = forms.EmailField(
        label=gettext_lazy("Your mail address"),
        required=False,
        max_length=None,
        error_messages={
            "invalid": gettext_lazy("This is no mail address. Mend it, or leave it empty.")
        },
        widget=forms.EmailInput({"dir": "ltr", "autocomplete": "email"}),
    )
    # Nobody sees it; programs that fill in every field do.
    website = forms.CharField(required=False, widget=forms.TextInput({"autocomplete": "off"}))

    def __init__(self, typed: QueryDict | None = None) -> None:
        super().__init__(typed if typed is None else _printable(typed))
        days, language = settings.CORRECTION_SENDER_DAYS, active_language()
        self.fields["words"].help_text = _("At most %(limit)s characters.") % {
            "limit": number(_LONGEST["words"], language)
        }
        self.fields["sender"].help_text = ngettext(
            "Only to answer you. It is never published, and is erased %(days)s day after the "
            "decision.",
            "Only to answer you. It is never published, and is erased %(days)s days after the "
            "decision.",
            days,
        ) % {"days": digits(days, language)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, longest in _LONGEST.items():
            if (length := len(cleaned.get(name, ""))) > longest:
                self.add_error(name, _too_long(length, longest))
        if cleaned.pop("website", ""):
            self.data = {**self.data, "website": ""}
            self.add_error(None, _("A field that is not for people was filled. Send it once more."))
        return cleaned


def own_page(path: str) -> str:
    """Return the path if it is that of a page for readers, else ""."""
    language = get_language_from_path(path)
    if not language or len(path) > _LONGEST_PAGE:
        return ""
    with override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return ""
    return path if match.namespace == "public" else ""


def receive(request: HttpRequest, target: Target, said: dict[str, str], once: str) -> Correction:
    """Return the correction that came with the token `once`: a new one, or that of before.

    Raises TooOften.
    """
    if before := Correction.objects.filter(token=once).first():
        return before
    subject = target.subject
    try:
        with transaction.atomic():
            count_one(_limits(), client_of(request))
            return Correction.objects.create(
                **said,
                token=once,
                noun=target.noun,
                key=subject.record.key if subject else target.key,
                page=_page(target),
                title=str(subject.title)[:_LONGEST_TITLE] if subject else "",
                language=page_language(),
            )
    except (IntegrityError, TooOften):
        # The same form in the same moment was quicker, and may have been the last one allowed.
        if before := Correction.objects.filter(token=once).first():
            return before
        raise


def _page(target: Target) -> str:
    if target.noun and not target.subject:  # withdrawn while the reader wrote
        return reverse(f"public:{target.noun}", args=[target.key])
    return target.url or reverse("public:corrections")


def _limits() -> list[Limit]:
    return [
        Limit("corrections", settings.CORRECTIONS_PER_HOUR, HOUR),
        Limit("corrections", settings.CORRECTIONS_PER_DAY, DAY),
        Limit("corrections", settings.CORRECTIONS_IN_ALL, DAY, by_all=True),
    ]


def _printable(typed: QueryDict) -> dict[str, str]:
    lines = {name: value.replace("\r\n", "\n") for name, value in typed.items()}
    return {name: _UNPRINTABLE.sub("", value) for name, value in lines.items()}


def _too_long(length: int, longest: int) -> ValidationError:
    words = _("It has %(length)s characters. Shorten it to %(longest)s.")
    language = active_language()
    return ValidationError(
        words % {"length": number(length, language), "longest": number(longest, language)}
    )
