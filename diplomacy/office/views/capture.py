"""The screen on which a visit, an agreement or an event is recorded, and what it asks for."""

from contextlib import suppress
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.generic import View

from diplomacy.accounts.access import StaffMixin
from diplomacy.office.capture import kept
from diplomacy.office.capture.duplicates import possible_duplicates
from diplomacy.office.capture.preview import needs, preview
from diplomacy.office.capture.saving import Saved, save, send
from diplomacy.office.capture.screen import KINDS, Capture, Kind
from diplomacy.registry import publishing
from diplomacy.registry.models import Entry
from diplomacy.registry.versions import once_more, refuse_what_is_gone


class CaptureMixin(StaffMixin):
    """For views of the screen of one kind: who may record it, and which draft is meant."""

    kind_name = "visit"

    @property
    def kind(self) -> Kind:
        return KINDS[self.kind_name]

    @property
    def permission(self) -> str:
        return f"registry.add_{self.kind.noun}"

    def draft(self, key: str, *, to_write: bool = False) -> Entry:
        """Return the entry if this person may change it, locked if it is to be written.

        Raises Http404, or PermissionDenied where it is no draft of theirs to change.
        """
        entries = self.kind.model.objects.select_related("place")
        if to_write:
            entries = self.kind.model.objects.locked()
        entry = entries.filter(key=key).first()
        if entry is None:
            raise Http404
        if not publishing.may_change(self.request.user, entry) or entry.is_published:
            raise PermissionDenied
        return entry


class CaptureView(CaptureMixin, View):
    """A blank screen, or that of a draft; without script too all of it works but suggestions."""

    def get(self, request: HttpRequest, key: str = "") -> HttpResponse:
        entry = self.draft(key) if key else None
        token = request.GET.get("kept", "")
        typed = self._typed(key, token) if kept.is_token(token) else None
        if typed is None:
            token = kept.new_token()
        capture = Capture(self.kind, request.user, entry, typed, quiet=True)
        return self._page(capture, token)

    def post(self, request: HttpRequest, key: str = "") -> HttpResponse:
        token = request.POST.get("kept", "")
        if not kept.is_token(token):
            token = kept.new_token()
        try:
            if request.POST.get("proposed") or request.POST.get("more"):
                entry = self.draft(key) if key else None
                capture = Capture(self.kind, request.user, entry, request.POST, quiet=True)
                return self._page(capture, token)
            return once_more(partial(self._save, key, token))
        except PermissionDenied:
            return self._not_saved(key, token)
        except IntegrityError:
            saved = Entry.objects.filter(key=token).first()
            if key or saved is None:
                raise
            return self._saved_before(saved)

    @transaction.atomic
    def _save(self, key: str, token: str) -> HttpResponse:
        """Save what was typed, or keep it and show what is wrong.

        Raises IntegrityError where a new record was saved from the same screen before.
        """
        request = self.request
        entry = self.draft(key, to_write=True) if key else None
        capture = Capture(self.kind, request.user, entry, request.POST)
        if not capture.is_valid():
            self._keep(key, token)
            return self._page(capture, token, status=422)
        saved = save(capture, token)
        refuse_what_is_gone()
        sent = self._send(saved.entry)
        kept.discard(request.user, kept.form_name(self.kind.name, key, token))
        self._tell_of_new(saved)
        return self._done(saved.entry, sent=sent)

    def _keep(self, key: str, token: str) -> None:
        """Keep what was sent, if it is not too long."""
        with suppress(kept.TooLong):
            name = kept.form_name(self.kind.name, key, token)
            kept.keep(self.request.user, name, self.request.POST)

    def _not_saved(self, key: str, token: str) -> HttpResponse:
        """Show what was typed into a draft that went on meanwhile, and keep it."""
        self._keep(key, token)
        entry = self.kind.model.objects.select_related("place").get(key=key)
        said = _("Not saved: this record is %(state)s by now. What you typed still stands below.")
        messages.error(self.request, said % {"state": entry.get_publication_display()})
        capture = Capture(self.kind, self.request.user, entry, self.request.POST, quiet=True)
        return self._page(capture, token, status=403)

    def _saved_before(self, saved: Entry) -> HttpResponse:
        """Show a screen that was sent twice, to be sent once more for another record."""
        link = format_html(
            '<a href="{}">{}</a>', reverse("desk:record", args=[saved.kind, saved.key]), saved
        )
        said = _("Recorded already: %(title)s. Save again only if you mean another one.")
        messages.warning(self.request, format_html(said.replace("%(title)s", "{}"), link))
        capture = Capture(self.kind, self.request.user, None, self.request.POST, quiet=True)
        return self._page(capture, kept.new_token(), status=409)

    def _typed(self, key: str, token: str) -> QueryDict | None:
        name = kept.form_name(self.kind.name, key, token)
        return kept.typed_in(self.request.user, name)

    def _send(self, entry: Entry) -> bool:
        """Send what was saved for review where that was asked for."""
        if self.request.POST.get("act") != "send" or entry.publication != "draft":
            return False
        promises = [str(promise) for promise in send(entry, self.request.user)]
        if promises:
            said = _("Sent for review with it: %(titles)s")
            messages.info(self.request, said % {"titles": _(", ").join(promises)})
        return True

    def _done(self, entry: Entry, *, sent: bool) -> HttpResponse:
        """Lead to the page of what was sent, or back to the draft, saying what may be the same."""
        said = _("Saved and sent for review: %(title)s") if sent else _("Draft saved: %(title)s")
        messages.success(self.request, said % {"title": entry})
        if sent:
            self._warn(entry)
            return HttpResponseRedirect(reverse("desk:record", args=[self.kind.noun, entry.key]))
        return HttpResponseRedirect(reverse(f"desk:{self.kind.name}", args=[entry.key]))

    def _tell_of_new(self, saved: Saved) -> None:
        """Lead to the forms of what came new into the register, so far a name only."""
        for made in saved.made:
            form = reverse(f"admin:registry_{made._meta.model_name}_change", args=[made.pk])
            link = format_html('<a href="{}">{}</a>', form, made)
            said = _("New in the register: %(name)s. Complete it when you can.")
            messages.info(self.request, format_html(said.replace("%(name)s", "{}"), link))

    def _warn(self, entry: Entry) -> None:
        city = entry.city_rows.exclude(city__is_home=True).select_related("city").first()
        titles = [entry.title_fa, entry.title_en, entry.title_zh]
        for one in possible_duplicates(city and city.city, entry.start, titles, entry.key)[:1]:
            said = _("This may be recorded already: %(title)s") % {"title": one.entry}
            messages.warning(self.request, said)

    def _page(self, capture: Capture, token: str, status: int = 200) -> HttpResponse:
        key = capture.entry.key if capture.entry else ""
        others = kept.kept_screens(self.request.user, self.kind.name, key)
        context = {
            "capture": capture,
            "kind": self.kind,
            "key": key,
            "token": token,
            "section": f"desk:{self.kind.name}-new",
            "kept_screens": [one for one in others if one.token != token],
            "duplicates": self._duplicates(capture),
            "may_send": self.request.user.has_perm("registry.submit"),
            "faults": capture.fault_count,
            **shown(capture.judged()),
        }
        return TemplateResponse(self.request, "office/capture.html", context, status=status)

    def _duplicates(self, capture: Capture) -> list:
        """Return what may be the same as the stored draft; a new one is asked while typing."""
        entry = capture.entry
        if entry is None or capture.form.city_row is None:
            return []
        titles = [entry.title_fa, entry.title_en, entry.title_zh]
        return possible_duplicates(capture.form.city_row.city, entry.start, titles, entry.key)


class PreviewView(CaptureMixin, View):
    """The part of the page that shows what readers would see and what is still missing."""

    def post(self, request: HttpRequest, key: str = "") -> HttpResponse:
        entry = self.draft(key) if key else None
        capture = Capture(self.kind, request.user, entry, request.POST)
        context = {"capture": capture, "kind": self.kind, **shown(capture)}
        return TemplateResponse(request, "office/partials/_capture_preview.html", context)


def shown(capture: Capture) -> dict[str, Any]:
    """Return what the preview beside the screen needs."""
    seen = preview(capture)
    return {"preview": seen, "needs": needs(capture, seen)}
