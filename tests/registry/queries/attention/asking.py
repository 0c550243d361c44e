"""Asking what needs attention, as the desk and the reminders do."""

from datetime import date, timedelta

from diplomacy.accounts.models import User
from diplomacy.registry.queries.attention import Attention, Group, Line, attention

TODAY = date(2026, 11, 25)


def day(days: int) -> str:
    """Return the day so many days after today, before it for a negative number."""
    return (TODAY + timedelta(days=days)).isoformat()


def person(role: str = "administrator", name: str = "") -> User:
    """Return the member of staff with this name, the role by default."""
    name = name or role
    return User.objects.filter(username=name).first() or User.objects.create_user(name, role=role)


def group(wanted: Group, user: User | None = None, **options) -> Attention | None:
    """Return the group, None where nothing of it needs attention."""
    found = attention(user or person(), TODAY, groups=[wanted], **options)
    return found[0] if found else None


def lines(wanted: Group, user: User | None = None, **options) -> list[Line]:
    """Return the lines of the group."""
    found = group(wanted, user, **options)
    return list(found.lines) if found else []


def keys(wanted: Group, user: User | None = None, **options) -> list[str]:
    """Return the keys of the records that the lines are about."""
    return [line.key for line in lines(wanted, user, **options)]
