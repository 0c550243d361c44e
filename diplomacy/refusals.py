"""Why the register does not start: what would be unsafe where others are served."""

import secrets

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


def serves_only_this_machine(hosts: list[str]) -> bool:
    """Return whether no other machine is answered under these names."""
    return LOCAL_HOSTS.issuperset(hosts)


def refuse_debug(debug: bool, hosts: list[str]) -> None:
    """Raise ImproperlyConfigured where others would be shown errors in full."""
    if debug and not serves_only_this_machine(hosts):
        raise ImproperlyConfigured(
            "DEBUG must be off when ALLOWED_HOSTS names anything but this machine."
        )


def strong_key(key: str, hosts: list[str]) -> str:
    """Return the key; raise ImproperlyConfigured when it is weak and others are served.

    For this machine alone a missing one is made up for this process: sign-ins end with it, and
    nothing is left lying about.
    """
    if serves_only_this_machine(hosts):
        return key or secrets.token_urlsafe(50)
    if len(key) < 50 or len(set(key)) < 5 or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "SECRET_KEY (or the file in SECRET_KEY_FILE) must hold at least 50 random characters;"
            " `python3 run.py` writes such a file to var/secret-key."
        )
    return key
