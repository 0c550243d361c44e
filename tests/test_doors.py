"""Every address of the staff, from the URLconf: a visitor signs in first, a role opens its own.

A new address fails here until its row says who may open it.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from diplomacy.accounts.roles import Role, actions
from tests.registry.admin.conftest import member

pytestmark = pytest.mark.django_db

ANYBODY, VIEWER, RECORDER = None, Role.VIEWER, Role.RECORDER
REVIEWER, CHIEF = Role.REVIEWER, Role.ADMINISTRATOR

# Address → the lowest role that may open it.
DOORS = {
    "accounts:sign-in": ANYBODY,
    "accounts:sign-out": ANYBODY,
    "accounts:forgotten": ANYBODY,
    "accounts:choose-password": ANYBODY,
    "accounts:account": VIEWER,
    "accounts:password": VIEWER,
    "accounts:second-factor": VIEWER,
    # Between the two steps of a sign-in; a visitor is sent to the first.
    "accounts:code": VIEWER,
    "accounts:set-up": VIEWER,
    "desk:sign-ins": CHIEF,
    "desk:home": VIEWER,
    "desk:group": VIEWER,
    "desk:snoozed": VIEWER,
    "desk:snooze": VIEWER,
    "desk:wake": VIEWER,
    "desk:search": VIEWER,
    "desk:record": VIEWER,
    "desk:reports": VIEWER,
    "desk:report": VIEWER,
    "desk:report-preview": VIEWER,
    "desk:tie-reviews": VIEWER,
    "desk:tie-review": VIEWER,
    "desk:tie-sheet": VIEWER,
    "desk:tie-sheet-pdf": VIEWER,
    "desk:reminders": VIEWER,
    "desk:briefing-public": VIEWER,
    "desk:briefing-public-pdf": VIEWER,
    "desk:briefing-internal": VIEWER,
    "desk:briefing-internal-pdf": VIEWER,
    "desk:help-index": VIEWER,
    "desk:help": VIEWER,
    "desk:drafts": RECORDER,
    "desk:promises": RECORDER,
    "desk:assess": RECORDER,
    "desk:corrections": RECORDER,
    "desk:correction": RECORDER,
    "desk:suggestions": RECORDER,
    "desk:duplicates": RECORDER,
    "desk:merges": CHIEF,
    "desk:merge": CHIEF,
    "desk:merge-undo": CHIEF,
    "desk:blank": CHIEF,
    "ingest:news": RECORDER,
    "ingest:tables": RECORDER,
    "ingest:template": RECORDER,
    "ingest:guide": RECORDER,
    "ingest:batch": RECORDER,
    "ingest:columns": RECORDER,
    "ingest:rows": RECORDER,
    "ingest:undo": RECORDER,
    "ingest:discard": RECORDER,
    "ingest:exports": VIEWER,
    "ingest:export": VIEWER,
    **{
        f"desk:{kind}{page}": RECORDER
        for kind in ("visit", "agreement", "event")
        for page in (
            "-new",
            "-new-preview",
            "-new-kept",
            "-new-discard",
            "",
            "-preview",
            "-kept",
            "-discard",
        )
    },
}

# What stands in the addresses; of most there is no such record, which no outsider learns.
SAMPLES = {
    "key": "none",
    "noun": "agreement",
    "form": "csv",
    "pk": 1,
    "token": "none",
    "uidb64": "none",
    "group": "overdue",
    "slug": "desk",
    "number": "1403",
}
OF_NOUN = {
    "ingest:template": "agreements",
    "ingest:guide": "agreements",
    "ingest:export": "agreements",
    "desk:suggestions": "city",
}


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, one.namespace or namespace)
        elif one.name:
            yield f"{namespace}:{one.name}" if namespace else one.name, one


PATTERNS = dict(patterns(get_resolver()))
STAFF = sorted(
    name for name in PATTERNS if name.partition(":")[0] in ("accounts", "desk", "ingest")
)
ADMIN = sorted(name for name in PATTERNS if name.startswith("admin:registry_"))


def address(name: str) -> str:
    samples = SAMPLES | ({"noun": OF_NOUN[name]} if name in OF_NOUN else {})
    wanted = PATTERNS[name].pattern.regex.groupindex
    return reverse(name, kwargs={place: samples[place] for place in wanted})


@pytest.fixture
def clients(db) -> dict[str, Client]:
    made = {role: Client() for role in Role}
    for role, client in made.items():
        client.force_login(member(role))
    return made


def asks_to_sign_in(answer) -> bool:
    return answer.status_code == 302 and "/desk/sign-in/" in answer.headers["Location"]


def test_every_address_of_the_desk_has_its_row():
    assert set(STAFF) == set(DOORS)


@pytest.mark.parametrize("name", STAFF)
def test_an_address_opens_to_its_role_and_those_above_it(client, clients, name):
    lowest = DOORS[name]
    assert asks_to_sign_in(client.get(address(name))) == (lowest is not ANYBODY)
    for place, (role, signed_in) in enumerate(clients.items()):
        opens = lowest is ANYBODY or place >= Role.values.index(lowest)
        for send in (signed_in.get, signed_in.post) if not opens else (signed_in.get,):
            answer = send(address(name))
            assert (answer.status_code != 403) == opens, (name, role)
            assert answer.status_code < 500


@pytest.mark.parametrize("model", sorted({name.split("_")[1] for name in ADMIN}))
def test_the_screens_of_a_noun_open_to_whom_the_matrix_lets(client, clients, model):
    for name in (one for one in ADMIN if one.split("_")[1] == model):
        page, place = name.rpartition("_")[2], address_of_admin(name)
        assert asks_to_sign_in(client.get(place))
        wanted = page if page in ("add", "delete") else "view"
        for role, signed_in in clients.items():
            status = signed_in.get(place).status_code
            if wanted not in actions(role, "registry", model):
                assert status in (302, 403, 404), (name, role)
            elif page in ("changelist", "add") and model != "entry":
                assert status == 200, (name, role)
            else:  # there is no such record: the list is shown again, with a word
                assert status < 500


def address_of_admin(name: str) -> str:
    regex = PATTERNS[name].pattern.regex
    if regex.groupindex:
        values = {place: "none" if place == "key" else 1 for place in regex.groupindex}
        return reverse(name, kwargs=values)
    return reverse(name, args=[1] * regex.groups)
