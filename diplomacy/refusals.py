"""Why the register does not start: what would be unsafe, or useless, once it serves others."""

import re
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}

# A name, or with a dot before it all names below it; a number of a machine.
HOST = re.compile(r"\.?[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
# Whoever takes .com or .org answers for everybody there.
OPEN_HOST = re.compile(r"[.*]+|\*?\.[^.]+\.?")

KEY_LENGTH = 50
KEY_SIGNS = 10  # different ones: sixty random digits have that many
# What is written for people to replace. A random key of fifty signs holds one of these words once
# in a million.
EXAMPLE_WORDS = re.compile(
    "insecure|change.?me|change.?this|replace|example|secret|password|your.key|default"
    "|place.?holder|testing",
    re.IGNORECASE,
)


def serves_only_this_machine(hosts: list[str]) -> bool:
    """Return whether no other machine is answered under these names."""
    return LOCAL_HOSTS.issuperset(hosts)


def refuse(**values: object) -> None:
    """Raise ImproperlyConfigured, a sentence a line, unless a site may start with the values."""
    if found := list(reasons(**values)):
        raise ImproperlyConfigured("\n".join(found))


def reasons(
    *,
    debug: bool,
    hosts: list[str],
    site_url: str,
    plain_http: bool,
    behind_proxy: bool,
    proxies: int,
    key: str,
) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong: which variable, and what to do."""
    if not hosts:
        yield "ALLOWED_HOSTS names no host: name those under which readers reach the site."
    yield from _proxies(site_url, behind_proxy, proxies)
    public = not serves_only_this_machine(hosts)
    if hosts and (public or site_url.startswith("https://")):
        yield from _address(site_url, hosts)
    if debug and (public or proxies):
        yield (
            "DEBUG must be off when ALLOWED_HOSTS names anything but this machine, and behind a"
            " proxy, which may ask under its name for anybody: set DEBUG=no, or whoever causes an"
            " error reads the code."
        )
    if not public:
        return
    for host in hosts:
        yield from _host(host)
    if not site_url.startswith("https://") and not plain_http:
        yield (
            f"SITE_URL must begin with https://, not {site_url}: passwords would cross the network"
            " in the clear. For a trial in a closed network set PLAIN_HTTP=yes."
        )
    if fault := weakness(key):
        yield (
            f"SECRET_KEY (or the file in SECRET_KEY_FILE) {fault}: it must hold at least"
            f" {KEY_LENGTH} random characters, such as"
            " `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` writes."
        )


def weakness(key: str) -> str:
    """Return what is wrong with a key that signs sessions; nothing when it may be a random one."""
    if not key:
        return "is missing"
    if len(key) < KEY_LENGTH:
        return "is too short"
    if len(set(key)) < KEY_SIGNS or key in (key + key)[1:-1]:
        return "repeats itself"
    steps = sum(ord(after) - ord(before) in (-1, 0, 1) for before, after in pairwise(key))
    if steps > len(key) // 2:
        return "counts through signs one after the other"
    if EXAMPLE_WORDS.search(key):
        return "was written as an example"
    return ""


def _host(host: str) -> Iterator[str]:
    if OPEN_HOST.fullmatch(host):
        yield (
            f"ALLOWED_HOSTS is open, by {host!r}: whoever sends any name is answered as if it were"
            " ours. Name each host."
        )
    elif not HOST.fullmatch(host):
        yield (
            f"ALLOWED_HOSTS holds {host!r}, which is no name of a host: write it as"
            " register.example.org, without scheme, port and path."
        )


def _address(site_url: str, hosts: list[str]) -> Iterator[str]:
    host = urlsplit(site_url).hostname or ""
    bare = f"[{host}]" if ":" in host else host
    if not validate_host(bare, hosts):
        added = "" if bare in LOCAL_HOSTS else f", or add {bare} to ALLOWED_HOSTS"
        yield (
            f"SITE_URL leads to {host}, which ALLOWED_HOSTS does not name, so that every link to"
            f" the site would be refused: set SITE_URL to the address that readers use{added}."
        )


def _proxies(site_url: str, behind_proxy: bool, proxies: int) -> Iterator[str]:
    if behind_proxy and not proxies:
        yield (
            "BEHIND_PROXY=yes contradicts TRUSTED_PROXIES=0, by which all visitors count as one:"
            " unset TRUSTED_PROXIES, or set it to the number of proxies in front."
        )
    if proxies and not behind_proxy and site_url.startswith("https://"):
        yield (
            f"TRUSTED_PROXIES={proxies} contradicts BEHIND_PROXY=no, by which every page that a"
            " proxy asks for by http leads to itself for ever: set BEHIND_PROXY=yes, and have the"
            " proxy set X-Forwarded-Proto."
        )
