"""Stand-ins for a primary and its replica: what they say of themselves."""

from django.db import OperationalError

from diplomacy.serving.replica.following import Reached


class InStep:
    """A primary and a replica that has followed it all the way."""

    def written(self) -> int:
        return 7

    def reached(self) -> Reached:
        return Reached(7, follows=True)

    def close(self) -> None:
        """Nothing is open."""


class WithoutPrimary(InStep):
    def written(self) -> int:
        raise OperationalError


class WithoutReplica(InStep):
    def reached(self) -> Reached:
        raise OperationalError
