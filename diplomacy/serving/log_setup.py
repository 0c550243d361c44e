"""Where the log goes and in which form; read by the settings, so it imports nothing of ours."""

from typing import Any

LINES = "diplomacy.serving.log_lines"


def logging_settings(form: str, level: str, in_full: bool) -> dict[str, Any]:
    """Return Django's LOGGING: everything to stderr, as `form` (plain or json) says."""
    to_stderr = {"handlers": ["stderr"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": f"{LINES}.PlainLine", "in_full": in_full},
            "json": {"()": f"{LINES}.JSONLine"},
        },
        "filters": {"of_an_error": {"()": f"{LINES}.OfAnError"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers fall silent, or write mail, when DEBUG is off.
            "django": to_stderr,
            # A line of ours tells each answer; this is for the error behind it.
            "django.request": {"level": "ERROR", "filters": ["of_an_error"]},
            # Whoever looks for open doors names hosts that are not ours, by the thousand.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # Otherwise in a form of its own, with addresses in full.
            "gunicorn.error": to_stderr,
            # They tell every step of making a PDF, and every rule of CSS that is for screens.
            "weasyprint": {"level": "ERROR"},
            "fontTools": {"level": "WARNING"},
        },
    }
