"""What goes wrong for a while is logged when it begins and when it ends, and not in between."""

import logging
import threading


class Changes:
    """Logs `wrong`, with the reason, and `well` afterwards."""

    def __init__(self, log: logging.Logger, wrong: str, well: str) -> None:
        self._log, self._wrong, self._well = log, wrong, well
        self._lock = threading.Lock()
        self._last = ""

    def tell(self, reason: str) -> None:
        """Log the reason, or that there is none any more, where that has changed."""
        with self._lock:
            changed, self._last = reason != self._last, reason
        if changed and reason:
            self._log.warning(self._wrong, reason)
        elif changed:
            self._log.info(self._well)
