"""How often something may be done, counted in the database: it holds for all processes together.

No address is kept: a client is counted under a digest of its address, the day and SECRET_KEY.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from msgspec import Struct

from .models import RateCount

HOUR = 60 * 60
DAY = 24 * HOUR
_IPV6_HOUSE = 64  # bits: what one connection gets, within which it may take any address
_CLEARED_AT_ONCE = 500  # rows


class Limit(Struct, frozen=True):
    """At most `most` times in `seconds`, which divide a day; by one client, or `by_all`."""

    purpose: str
    most: int
    seconds: int
    by_all: bool = False


class TooOften(Exception):
    """A limit is reached; `seconds` from now its window is over."""

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


def count_one(limits: Sequence[Limit], client: str) -> list[int]:
    """Count one more under each of the limits, or under none and raise TooOften.

    Call it in the transaction of what is counted, so that both are kept or neither. At most four
    queries a limit, however many at once: the database compares and adds in one step. Returns
    the keys of what was counted, for `give_back`.
    """
    now = timezone.now()
    counted = []
    with transaction.atomic():
        for limit in limits:
            row, is_new = _row(limit, client, now)
            if is_new:
                _clear(now)
            below = RateCount.objects.filter(pk=row.pk, count__lt=limit.most)
            if not below.update(count=F("count") + 1):
                raise TooOften(int((row.ends_at - now).total_seconds()) + 1)
            counted.append(row.pk)
    return counted


def give_back(counted: Sequence[int]) -> None:
    """Take one off again where it turned out to be nothing to hold against anybody."""
    RateCount.objects.filter(pk__in=counted, count__gt=0).update(count=F("count") - 1)


def client_of(request: HttpRequest) -> str:
    """Return the address that asks, of IPv6 the network of its house.

    Behind TRUSTED_PROXIES proxies it is what the outermost of them saw, that many entries from
    the right of X-Forwarded-For: what stands further left anybody can write.
    """
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    seen = _address(named[-trusted]) if 0 < trusted <= len(named) else None
    seen = seen or _address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(seen, IPv6Address):
        return str(ip_network((seen, _IPV6_HOUSE), strict=False))
    return str(seen or "")


def digest_of(client: str, day: datetime) -> str:
    """Return what stands for a client on one day, in UTC, and cannot be read back."""
    text = f"{day.astimezone(UTC).date()} {client}".encode(errors="backslashreplace")
    return salted_hmac("diplomacy.accounts.limits", text, algorithm="sha256").hexdigest()


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or IPv6Address(int(found))  # without the name of a zone
    return found


def _row(limit: Limit, client: str, now: datetime) -> tuple[RateCount, bool]:
    passed = int(now.timestamp()) % limit.seconds
    starts_at = now.replace(microsecond=0) - timedelta(seconds=passed)
    return RateCount.objects.get_or_create(
        purpose=limit.purpose,
        client="" if limit.by_all else digest_of(client, starts_at),
        seconds=limit.seconds,
        starts_at=starts_at,
        defaults={"ends_at": starts_at + timedelta(seconds=limit.seconds)},
    )


def _clear(now: datetime) -> None:
    """Delete some rows whose window is over, but for those that another request deletes."""
    over = RateCount.objects.filter(ends_at__lt=now).select_for_update(skip_locked=True)
    RateCount.objects.filter(
        pk__in=list(over.values_list("pk", flat=True)[:_CLEARED_AT_ONCE])
    ).delete()
