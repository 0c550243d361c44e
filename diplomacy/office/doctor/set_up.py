"""Settings that do not fit each other, and secrets that others can read."""

import os
import stat
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.http.request import validate_host

from diplomacy import env

from .findings import Finding, failing, good, warning

LOCAL = ("localhost", "127.0.0.1", "::1")


def examine() -> Iterator[Finding]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    yield from _served(host)
    public = host not in LOCAL
    found = [one for one in run_checks(include_deployment_checks=public) if not one.is_silenced()]
    for one in found:
        told = f"{one.id}: {' '.join(str(one.msg).split()).partition('. ')[0]}"
        advice = one.hint or "`manage check --deploy` tells more."
        serious = one.level >= ERROR
        yield (failing if serious else warning)("settings", told, " ".join(str(advice).split()))
    if not found:
        yield good("settings", f"`check{' --deploy' if public else ''}` finds nothing.")


def _served(host: str) -> Iterator[Finding]:
    https = settings.SITE_URL.startswith("https://")
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield failing(
            "settings",
            f"The site does not answer under the name in SITE_URL, {host}.",
            f"Add {host} to ALLOWED_HOSTS.",
        )
    elif host in LOCAL:
        yield good("settings", f"{settings.SITE_URL}: only this machine is served.")
    elif not https:
        yield warning(
            "settings",
            f"{settings.SITE_URL}: everything is sent in the clear, passwords too.",
            "Put a proxy with a certificate in front and set SITE_URL to its https:// address.",
        )
    elif not settings.BEHIND_PROXY:
        yield failing(
            "settings",
            f"{settings.SITE_URL}, but no proxy is trusted to say that a visitor came by https:"
            " every page leads to itself for ever.",
            "Set BEHIND_PROXY=yes, and have the proxy set X-Forwarded-Proto itself.",
        )
    else:
        yield good(
            "settings",
            f"{settings.SITE_URL}, behind a proxy (TRUSTED_PROXIES={settings.TRUSTED_PROXIES}).",
        )
    if settings.DEBUG:
        yield warning(
            "settings", "DEBUG is on: whoever causes an error reads the code.", "Unset DEBUG."
        )


def misspelt() -> Iterator[Finding]:
    """Look for variables that nothing reads, and whose names come near to one that is read."""
    unread = sorted(set(os.environ) - env.known)
    meant = {name: _meant(name) for name in unread if _meant(name)}
    for name, near in meant.items():
        yield warning(
            "variables", f"Nothing reads the variable {name}.", f"Perhaps {near} is meant."
        )
    if not meant:
        yield good("variables", "No variable looks like a misspelt one.")


def _meant(name: str) -> str:
    """Return the variable that somebody may have meant who set `name`, which is none of ours."""
    plain = name.upper().removeprefix("DJANGO_")
    return next(iter(get_close_matches(plain, sorted(env.known), n=1, cutoff=0.85)), "")


def secrets() -> Iterator[Finding]:
    """Look at who may read the files that hold secrets."""
    if os.name == "nt":
        yield warning("secrets", "Windows does not tell who may read a file.", "Look yourself.")
        return
    files = sorted(name for name in env.known if name.endswith("_FILE"))
    named = [Path(os.environ[name]) for name in files if os.environ.get(name)]
    usual = [settings.VAR_DIR / "secret-key", settings.BASE_DIR / ".env"]
    there = [path for path in [*named, *usual] if path.is_file()]
    exposed = False
    for path in there:
        mode, advice = stat.S_IMODE(path.stat().st_mode), _for_us_alone(path)
        if mode & 0o007:
            exposed = True
            yield failing("secrets", f"Everybody on this machine can read {path}.", advice)
        elif mode & 0o070:
            exposed = True
            yield warning("secrets", f"A whole group can read {path}.", advice)
    if not exposed:
        yield good("secrets", f"{len(there)} files with secrets, for their owner only.")


def _for_us_alone(path: Path) -> str:
    """Return how a file becomes ours alone: without its owner's rights we could not read it."""
    if path.stat().st_uid == os.geteuid():
        return f"chmod 600 {path}"
    return f"chown {os.geteuid()} {path} && chmod 600 {path}"
