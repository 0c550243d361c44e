"""Every request is read as UTF-8, as every form of ours is sent."""

import re
from collections.abc import Callable, Iterable
from typing import Any

_CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def read_as_utf_8(application: Application) -> Application:
    """Return the application as one that hears of no other charset.

    Django reads address and form in whatever a client names, even before the first middleware,
    and fails at "hex", "rot13" and their like.
    """

    def reading(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["CONTENT_TYPE"] = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return reading
