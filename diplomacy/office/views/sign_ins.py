"""What happened at the door, for administrators."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.accounts.models import SignIn, User
from diplomacy.registry.queries.paging import page_of

NEWEST_FIRST = ("-id",)
What = SignIn.What

# The word in the address → what is shown.
SHOWN = {
    "all": (gettext_lazy("All"), tuple(What)),
    "failed": (gettext_lazy("Failed"), (What.FAILED, What.CODE_FAILED, What.REFUSED)),
    "changed": (
        gettext_lazy("Changes"),
        (What.LINK, What.PASSWORD, What.SET_UP, What.CODES, What.REMOVED, What.RESET),
    ),
}


class SignInsView(StaffMixin, TemplateView):
    """Sign-ins, failures and changes, newest first; `?person=…` those of one account."""

    template_name = "office/sign_ins.html"
    permission = "accounts.view_user"
    extra_context: ClassVar = {"section": "desk:sign-ins"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = self.request.GET
        shown = given.get("show", "all")
        shown = shown if shown in SHOWN else "all"
        person = _account(given.get("person", ""))
        rows = SignIn.objects.select_related("user", "by")
        if shown != "all":
            rows = rows.filter(what__in=SHOWN[shown][1])
        if person:
            rows = rows.filter(user=person)
        page = page_of(
            rows, NEWEST_FIRST, after=given.get("after", ""), before=given.get("before", "")
        )
        of_person = {"person": person.username} if person else {}
        return super().get_context_data(
            page=page,
            person=person,
            shown=shown,
            choices=[
                (value, label, urlencode({"show": value} | of_person))
                for value, (label, _) in SHOWN.items()
            ],
            query=urlencode({"show": shown} | of_person),
            kept_days=settings.SIGN_INS_KEPT_DAYS,
            **kwargs,
        )


def _account(username: str) -> User | None:
    if not username or "\0" in username:
        return None
    return User.objects.filter(username=username).first()
