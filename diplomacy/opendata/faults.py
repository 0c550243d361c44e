"""What goes wrong with a request, in the words of its language: one shape for every error."""

from datetime import date
from typing import Annotated

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from msgspec import Meta, Struct

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models.base import Publishable

from .values import Text, text_of

UNREADABLE = gettext_lazy("The request cannot be read.")
UNKNOWN_PARAMETER = gettext_lazy("There is no such parameter at this address: “%(name)s”.")
REPEATED = gettext_lazy("This parameter may stand once only: “%(name)s”.")
UNKNOWN_VALUE = gettext_lazy("The value of this parameter is not known: “%(name)s”.")
NOT_IN_RANGE = gettext_lazy("“%(name)s” is a whole number from %(first)s to %(last)s.")
NOT_A_DAY = gettext_lazy("“%(name)s” is a day such as 2024-09-25 or 1403-07-04.")
NOT_A_YEAR = gettext_lazy("“%(name)s” is a year: 1600 to 2999, or Solar Hijri 1200 to 1598.")
NOT_A_PLACE = gettext_lazy("“%(name)s” is no place in this list; take it from the links of a page.")
BOTH_WAYS = gettext_lazy("Give “after” or “before”, not both.")
NOTHING_HERE = gettext_lazy("Nothing public is at this address.")
NOT_ANSWERED = gettext_lazy("Only GET, HEAD and OPTIONS are answered here.")
TOO_LONG = gettext_lazy(
    "An Excel sheet holds %(most)s rows and these are %(number)s. Take CSV or JSON, or narrow the"
    " list."
)
WITHDRAWN = gettext_lazy("This record was withdrawn.")
TOO_MANY = gettext_lazy("Too many requests. Please ask again in %(seconds)s seconds.")


class Fault(Struct, kw_only=True):
    """What went wrong. The same whichever the error; what does not apply to it is null."""

    status: Annotated[int, Meta(description="The status of the answer.")]
    message: Annotated[str, Meta(description="What is wrong, in the language asked for.")]
    parameter: Annotated[str | None, Meta(description="The parameter at fault.")] = None
    allowed: Annotated[
        list[str] | None, Meta(description="The values that the parameter may have, if few.")
    ] = None
    retry_after: Annotated[
        int | None, Meta(description="Seconds after which to ask again, as in Retry-After.")
    ] = None
    withdrawn_on: Annotated[
        date | None, Meta(description="The day on which the record was withdrawn.")
    ] = None
    reason: Annotated[
        Text | None, Meta(description="The public reason for which it was withdrawn.")
    ] = None


class Refused(Exception):
    """A request that is answered by a fault. The words are put together when it is told."""

    def __init__(
        self, status: int, message: str | Promise, parameter: str | None = None, **more
    ) -> None:
        super().__init__(status)
        self.status, self.message, self.parameter = status, message, parameter
        self.allowed: list[str] | None = more.pop("allowed", None)
        self.withdrawn: Publishable | None = more.pop("withdrawn", None)
        self.named = more

    def fault(self) -> Fault:
        """Return what is wrong, in the active language."""
        language = active_language()
        # Values of parameters stay as they are typed.
        named = {name: digits(value, language) for name, value in self.named.items()}
        message = str(self.message) % {"name": self.parameter, **named}
        told = Fault(
            status=self.status,
            message=message,
            parameter=self.parameter,
            allowed=self.allowed,
            retry_after=self.named.get("seconds"),
        )
        if self.withdrawn is not None:
            told.withdrawn_on = self.withdrawn.withdrawn_on
            told.reason = text_of(self.withdrawn, "withdrawn_reason")
        return told


def not_here() -> Refused:
    """Return the refusal for what is not public, as for what never was."""
    return Refused(404, NOTHING_HERE)
