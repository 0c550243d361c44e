"""How much of what is sent is written down before anybody has looked at it.

Django puts the files of a form into the memory or on the disk while it reads the form, of whatever
size and from anybody, before a view is asked. Here files come from those who are signed in, and no
more of them than could be kept: the rest is read and thrown away, so that the form can say so and
nothing typed in it is lost.
"""

from io import BytesIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

MEGABYTE = 1024 * 1024
LEAST = 5 * MEGABYTE  # of a table that is brought in, however small documents have to be
MOST_TOGETHER = 3  # times the largest file: the files of one form


class Unkept(UploadedFile):
    """A file of which only the size is known; `together`: it is the others that left no room."""

    def __init__(self, name: str, size: int, *, together: bool) -> None:
        super().__init__(BytesIO(), name, size=size)
        self.together = together


class BoundedUploadHandler(FileUploadHandler):
    """Stands before Django's handlers and passes on to them what may be kept."""

    def __init__(self, request=None) -> None:
        super().__init__(request)
        self._left = 0  # by the files of the form that are there already
        self._most: int | None = None  # unknown until the first file comes

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        if self._most is None:
            user = getattr(self.request, "user", None)
            known = user is not None and user.is_authenticated
            self._most = max(settings.UPLOAD_MAX_MB * MEGABYTE, LEAST) if known else 0
            self._left = MOST_TOGETHER * self._most
        self._received, self._room = 0, min(self._most, self._left)
        if not self._room:
            raise StopFutureHandlers  # they need not even begin

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        before, self._received = self._received, self._received + len(raw_data)
        if self._room and self._received <= self._room:
            return raw_data
        if before <= self._room and self.request is not None:
            for handler in self.request.upload_handlers:
                handler.upload_interrupted()  # what was written so far goes at once
        return None

    def file_complete(self, file_size: int) -> Unkept | None:
        if self._received > self._room or not self._room:
            together = self._received <= (self._most or 0)
            return Unkept(self.file_name, self._received, together=together)
        self._left -= self._received
        return None


def left_no_room(file: File) -> bool:
    """Return whether the file would have been kept, had it come without the others."""
    held = getattr(file, "file", None)
    return any(isinstance(one, Unkept) and one.together for one in (file, held))
