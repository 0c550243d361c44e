"""Whether the packages of the lock are installed, in the versions that were tried together."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings

from .findings import Finding, failing, good, some, warning

PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z-]+\])?==([^ ;\\]+) *(;)?", re.MULTILINE)
ADVICE = "Install them anew: pip install --require-hashes --requirement requirements.txt."


def examine() -> Iterator[Finding]:
    lock = settings.BASE_DIR / "requirements.txt"
    if not lock.exists():
        yield warning(
            "packages",
            "The lock is not here, so nobody knows which versions belong to this program.",
            "Install the program whole, with its requirements.txt.",
        )
        return
    missing, other = [], []
    pins = PIN.findall(lock.read_text("utf-8"))
    for name, wanted, elsewhere in pins:
        try:
            installed = version(name)
        except PackageNotFoundError:
            if not elsewhere:  # the lock names some for other systems
                missing.append(name)
            continue
        if installed != wanted:
            other.append(f"{name} {installed} (not {wanted})")
    if missing:
        yield failing("packages", f"Not installed: {some(missing, 5)}.", ADVICE)
    if other:
        yield warning("packages", f"Of another version than was tried: {some(other, 5)}.", ADVICE)
    if not missing and not other:
        yield good("packages", f"All {len(pins)} of the lock, or those that this system needs.")
