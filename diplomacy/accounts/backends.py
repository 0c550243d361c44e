"""Permissions that follow from the role alone."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .roles import permissions


class RoleBackend(ModelBackend):
    """Sign in by name and password; permit what the user's role permits, without a query."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the role's permissions; none for inactive or anonymous users.

        Roles say nothing about single objects, so none are returned for an `obj`.
        """
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        return set(permissions(user_obj.role))

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return the role's permissions; there are no others."""
        return self.get_all_permissions(user_obj, obj)

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return nothing; there are no groups."""
        return set()

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Return whether the role permits anything in the application."""
        prefix = f"{app_label}."
        return any(perm.startswith(prefix) for perm in self.get_all_permissions(user_obj))
