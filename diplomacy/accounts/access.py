"""Who may open a staff page."""

from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class StaffMixin:
    """For views of the staff: a visitor is sent to sign in, who lacks a right gets a 403.

    `permission` is a permission's name, such as "registry.submit", or several, of which one is
    enough; empty: any member of staff.
    """

    permission: ClassVar[str | tuple[str, ...]] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        wanted = (self.permission,) if isinstance(self.permission, str) else self.permission
        if wanted and not any(map(request.user.has_perm, wanted)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
