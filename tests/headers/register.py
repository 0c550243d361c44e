"""A small register in which every public address has something to show, under fixed keys."""

from hashlib import sha256

from django.utils import timezone

from diplomacy.accounts.models import User
from diplomacy.office.models import CalendarAddress, TieReview
from diplomacy.registry.models import Document, Procedure, Publication, Step
from tests import builders
from tests.reporting import report

PAPERS = ("public", "public-pdf", "internal", "internal-pdf")
BRIEFINGS = [f"desk:briefing-{paper}" for paper in PAPERS]
REVIEWS = [f"desk:tie-{page}" for page in ("reviews", "review", "sheet", "sheet-pdf")]
# What stands in the places of an address, where the name of the address does not say otherwise.
PLACES = {
    "key": "partner",
    "number": "2020",
    "names": "base.parts",
    "part": "pages",
    "form": "csv",
    "noun": "agreement",
    "group": "overdue",
    "slug": "desk",
    "pk": "1",
    "secret": "none",
    "uidb64": "none",
    "token": "none",
    "name": "ties",
    "app_label": "registry",
}
KEYS = {
    "public:area": "area",
    "public:area-feed": "area",
    "public:layer": "layer",
    "public:organisation": "body",
    "public:person": "person",
    "public:source": "source",
    "public:difference": "difference",
    "public:question": "question",
    "public:document": "document",
    **{
        f"public:{kind}": kind
        for kind in ("agreement", "delegation", "event", "commitment", "restriction")
    },
    "desk:record": "agreement",
    "desk:assess": "commitment",
    "desk:blank": "person",
    "desk:agreement": "draft",
    "desk:event": "draft-event",
    "desk:visit": "draft-visit",
    "opendata:object": "tie",
    **dict.fromkeys((*REVIEWS, *BRIEFINGS), "tie"),
}
NOUNS = {
    "opendata:list": "ties",
    "opendata:object": "ties",
    "ingest:template": "agreements",
    "ingest:guide": "agreements",
    "ingest:export": "agreements",
    "desk:suggestions": "city",
    **dict.fromkeys(BRIEFINGS, "tie"),
}


def places(name: str) -> dict[str, str]:
    """Return what stands in the places of the address with this name."""
    given = dict(PLACES)
    if name in KEYS:
        given["key"] = KEYS[name]
    if name in NOUNS:
        given["noun"] = NOUNS[name]
    return given


def make(clerk: User) -> None:
    """Fill the database."""
    builders.home_city(key="home", pk=1)
    tie = builders.tie(builders.city(key="partner"), key="tie", aim="sister", aim_said_by="both")
    partner = tie.partner
    path = Procedure.objects.create(key="path", country=partner.country, name_en="Path")
    builders.step_record(tie, Step.objects.create(procedure=path, key="vote", position=1))
    entries = {
        kind: getattr(builders, kind)(partner, key=kind, start="2020-05-06")
        for kind in ("agreement", "delegation", "event", "commitment", "restriction")
    }
    builders.area(*entries.values(), key="area", layer=builders.layer(tie, key="layer"))
    body = builders.organisation(key="body", city=partner)
    person = builders.person(key="person")
    builders.took_part(entries["event"], person=person, organisation=body)
    builders.cite(entries["event"], builders.source(key="source"))
    builders.difference(tie, key="difference")
    builders.question(tie, key="question")
    paper = {"entry": entries["event"].entry_ptr, "access": "public"}
    Document.objects.create(key="document", kind="report", file=builders.upload(), **paper)
    report(2020)
    withdrawn = {"publication": Publication.WITHDRAWN, "withdrawn_on": timezone.localdate()}
    reason = builders.three("withdrawn_reason", "اشتباه بود", "It was wrong", "有误")
    builders.event(partner, key="withdrawn", **withdrawn, **reason)
    draft = {"publication": Publication.DRAFT}
    builders.agreement(partner, key="draft", **draft)
    builders.event(partner, key="draft-event", **draft)
    builders.delegation(partner, key="draft-visit", **draft)
    former = builders.city(key="former")
    builders.tie(former)
    former.key = "new"
    former.save()
    review = {"on": timezone.localdate(), "reasons": "Because.", "pk": 1}
    TieReview.objects.create(relationship=tie, prepared_by=clerk, **review)
    builders.correction(partner, pk=1)
    digest = sha256(PLACES["secret"].encode()).hexdigest()
    CalendarAddress.objects.create(user=clerk, digest=digest, made_at=timezone.now())
