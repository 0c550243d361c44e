"""What the staff's pages need beyond the stock admin."""

from django import template
from django.conf import settings
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import Model
from django.db.models.options import Options
from django.template.context import RequestContext
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext

from diplomacy import calendars
from diplomacy.registry.date_words import active_language
from diplomacy.registry.merging import NOUNS as MERGED
from diplomacy.registry.models import Person, Relationship
from diplomacy.registry.queries.counting import MOST_COUNTED

register = template.Library()


@register.filter
def digits(value: str | int) -> str:
    """Return the text with the digits of the page's language."""
    return calendars.digits(value, active_language())


@register.filter
def how_many(rows: int) -> str:
    """Return a number of rows as lists tell it: "12", or "more than 1,000"."""
    language = active_language()
    if rows <= MOST_COUNTED:
        return calendars.digits(rows, language)
    return gettext("more than %(number)s") % {"number": calendars.number(MOST_COUNTED, language)}


@register.filter
def noun_after(table: Options, rows: int) -> str:
    """Return what the rows are called after their number: in Persian that is never a plural."""
    is_single = rows == 1 or active_language() == "fa"
    return table.verbose_name if is_single else table.verbose_name_plural


@register.simple_tag
def page_of_list(changes: ChangeList, page: int) -> str:
    return changes.get_query_string({PAGE_VAR: page})


def desk_page(record: Model, key: str = "") -> str:
    """Return the address of the desk's page about an entry or a tie."""
    noun = "tie" if isinstance(record, Relationship) else record.kind
    return reverse("desk:record", args=[noun, key or record.key])


@register.simple_tag(takes_context=True, name="desk_page")
def desk_page_on_a_screen(context: RequestContext, record: Model) -> str:
    """Return the same for a record on a screen, whose form may have been refused."""
    return desk_page(record, _key(context, record))


def _key(context: RequestContext, record: Model) -> str:
    """Return the key that is stored: a form that was refused leaves what was typed."""
    if context["request"].method != "POST":
        return record.key
    stored = type(record).objects.filter(pk=record.pk)
    return stored.values_list("key", flat=True).first() or record.key


@register.simple_tag(takes_context=True)
def help_page(context: RequestContext) -> str:
    """Return the address of the desk's help of the screen at hand."""
    match = context["request"].resolver_match
    name = match.url_name or "" if match else ""
    if name.startswith("accounts_user"):
        slug = "invitations"
    else:
        slug = "history" if name.endswith(("_history", "_restore")) else "full-form"
    return reverse("desk:help", args=[slug])


@register.simple_tag(takes_context=True)
def merge_page(context: RequestContext, record: Model | None) -> str:
    """Return the address where `record` is merged with another one; "" for who may not."""
    noun = record._meta.model_name if record else ""
    if noun not in MERGED or not context["request"].user.has_perm("registry.merge"):
        return ""
    return f"{reverse('desk:merge')}?noun={noun}&keep={_key(context, record)}"


@register.simple_tag(takes_context=True)
def blank_page(context: RequestContext, record: Model | None) -> str:
    """Return the address where the person is blanked; "" for who may not, and for others."""
    if not isinstance(record, Person) or not context["request"].user.has_perm("registry.blank"):
        return ""
    return reverse("desk:blank", args=[_key(context, record)])


@register.simple_tag(takes_context=True)
def page_in_languages(context: RequestContext) -> list[dict[str, str | bool]]:
    """Return `code`, `name`, `url` and `here` of the same page in each language."""
    here = get_language()
    address = context["request"].get_full_path()
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(address, code),
            "here": code == here,
        }
        for code, name in settings.LANGUAGES
    ]
