"""The hash of passwords."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id as OWASP's Password Storage Cheat Sheet sets it: 46 MiB, one pass, one lane.

    Django's own 100 MB in eight lanes takes four times the processor, all cores at once: on a
    small server a few sign-ins at a time would stop the pages of the readers.
    """

    time_cost = 1
    memory_cost = 47_104  # KiB
    parallelism = 1
