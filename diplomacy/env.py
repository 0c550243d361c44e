"""Typed readers of the environment; each error names the variable at fault."""

import os
import re
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

from diplomacy.later import Package

psycopg, pyrage = Package("psycopg"), Package("pyrage")

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}

known: set[str] = set()  # every variable that was asked for, set or not


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding space; set but empty counts as not set."""
    known.add(name)
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """Return a yes or no; raise ImproperlyConfigured for any other word."""
    value = text(name)
    if not value:
        return default
    word = value.lower()
    if word in TRUE:
        return True
    if word in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no, not {value!r}.")


def number(name: str, default: int, most: int = 1_000_000, least: int = 0) -> int:
    """Return a whole number from `least` to `most`; raise ImproperlyConfigured otherwise."""
    value = text(name, str(default))
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
    if not least <= number <= most:
        raise ImproperlyConfigured(
            f"{name} must be a whole number from {least} to {most}, not {value!r}."
        )
    return number


def words(name: str, default: str = "") -> list[str]:
    """Return the parts of a comma-separated list, empty parts left out."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, choices: list[str], default: str) -> str:
    """Return one of `choices`, in whatever case it stands; raise ImproperlyConfigured otherwise."""
    value = text(name, default)
    for known_one in choices:
        if known_one.lower() == value.lower():
            return known_one
    raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that exists; raise ImproperlyConfigured otherwise."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} is not a known time zone: {value!r}.") from error
    return value


def site_url(name: str, default: str) -> str:
    """Return an http or https address without path and final slash; raise otherwise."""
    value = text(name, default).rstrip("/")
    parts = split(value)
    bare = not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not bare or wrong_port(parts):
        raise ImproperlyConfigured(
            f"{name} must be an address like https://register.example.org, not {value!r}."
        )
    return value


def split(address: str) -> SplitResult:
    """Return the parts of an address; none of what has a bracket that is not closed."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def wrong_port(parts: SplitResult) -> bool:
    """Return whether what stands for a port is none."""
    try:
        return parts.port == 0
    except ValueError:
        return True


def public_keys(name: str) -> list[str]:
    """Return the public keys of age in a comma-separated list; raise for anything else."""
    keys = words(name)
    if wrong := [key for key in keys if not is_public_key(key)]:
        secret_one = any(key.upper().startswith("AGE-SECRET-KEY-") for key in wrong)
        told = "; what stands there is a secret key, which belongs elsewhere" if secret_one else ""
        raise ImproperlyConfigured(f"{name} must hold whole public keys such as age1…{told}.")
    return keys


def is_public_key(key: str) -> bool:
    """Return whether this is a key of age; a sum in it tells of most letters that are mistyped."""
    try:
        pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        return False
    return True


def internal_prefix(name: str) -> str:
    """Return the path of a location of the proxy such as /protected-documents/, or nothing."""
    value = text(name)
    if value and not re.fullmatch(r"/[a-z0-9][a-z0-9-]{7,}/", value):
        raise ImproperlyConfigured(
            f"{name} must be a path that no page has, such as /protected-documents/, not {value!r}."
        )
    return value


def secret(name: str, default_file: Path | None = None) -> str:
    """Return the secret in the variable, or in the file that NAME_FILE names.

    `default_file` is read when neither is set and the file is there. Returns an empty
    string when there is no secret anywhere; raises ImproperlyConfigured when the named
    file cannot be read.
    """
    value, named = text(name), text(f"{name}_FILE")
    if value:
        return value
    file = Path(named) if named else default_file
    if file is None or (not named and not file.exists()):
        return ""
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name}_FILE: {file} cannot be read ({error.strerror})."
        ) from error
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}_FILE: {file} holds no text.") from error


def database(name: str, default_file: Path | None = None, password: str = "") -> dict[str, Any]:
    """Return Django's description of the database at the address in the variable.

    Understands postgresql://user:password@host:port/name?option=value (a socket folder as
    ?host=/folder) and sqlite:////absolute/path; without an address, SQLite at
    `default_file`, or nothing where there is none. `password` fills in for one that the address
    leaves out. Raises ImproperlyConfigured for anything else.
    """
    address = text(name)
    if not address and not default_file:
        return {}
    if not address:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": default_file}
    parts = split(address)
    path = unquote(parts.path[1:])
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is not a number.") from error
    if parts.scheme == "sqlite" and path and not parts.netloc:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": path}
    if parts.scheme not in {"postgresql", "postgres"} or not path:
        raise ImproperlyConfigured(
            f"{name} must look like postgresql://user:password@host:5432/name"
            " or sqlite:////absolute/path."
        )
    options = dict(parse_qsl(parts.query))
    try:
        psycopg.conninfo.make_conninfo(**options)
        psycopg.conninfo.timeout_from_conninfo(options)
    except psycopg.Error as error:
        raise ImproperlyConfigured(f"{name}: {str(error).strip()}.") from error
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": path,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or "") or password,
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


# Scheme of a mail server's address → its usual port and Django's name for the encryption.
MAIL_SCHEMES = {
    "smtp": (25, ""),
    "smtp+starttls": (587, "EMAIL_USE_TLS"),
    "smtps": (465, "EMAIL_USE_SSL"),
}


def mail_server(name: str, password: str = "") -> dict[str, Any]:
    """Return Django's settings of the mail server at the address in the variable.

    Understands smtps://user:password@host:port, smtp+starttls:// and smtp://; empty without an
    address. `password` fills in for one that the address leaves out. Raises
    ImproperlyConfigured for anything else.
    """
    address = text(name)
    if not address:
        return {}
    parts = split(address)
    try:
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is not a number.") from error
    if parts.scheme not in MAIL_SCHEMES or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must look like smtps://user:password@host:465, smtp+starttls://host or"
            " smtp://host."
        )
    usual_port, encryption = MAIL_SCHEMES[parts.scheme]
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or usual_port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or "") or password,
        "EMAIL_USE_TLS": encryption == "EMAIL_USE_TLS",
        "EMAIL_USE_SSL": encryption == "EMAIL_USE_SSL",
    }


def mail_address(name: str, default: str) -> str:
    """Return a sender, bare or as "Name <who@host>"; raise ImproperlyConfigured otherwise."""
    value = text(name, default)
    who, _, host = parseaddr(value)[1].partition("@")
    split_up = re.search(r"\s", who + host) or re.search(r"[\r\n]", value)
    if not who or not host or "@" in host or split_up:
        raise ImproperlyConfigured(
            f"{name} must be an e-mail address like register@example.org, not {value!r}."
        )
    return value
