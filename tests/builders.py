"""Made-up records for tests: plain functions, everything published unless told otherwise.

Names are plainly made up and stand in three languages, so that a page in one of them shows no
other. Pass any field by name to set or override it.
"""

from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from diplomacy.calendars import digits
from diplomacy.registry.models import (
    Agreement,
    Citation,
    City,
    Commitment,
    CooperationArea,
    Correction,
    Country,
    Delegation,
    Difference,
    DiplomacyLayer,
    Entry,
    EntryArea,
    EntryCity,
    Event,
    Indicator,
    IndicatorValue,
    OpenQuestion,
    Organisation,
    Participation,
    Person,
    Procedure,
    Publication,
    Relationship,
    Restriction,
    Source,
    Step,
    StepRecord,
    Term,
    TieLayer,
)

_numbers = count(1)


def _next() -> int:
    return next(_numbers)


def three(field: str, fa: str, en: str, zh: str) -> dict[str, str]:
    """Return the three columns of the words `field`, the Persian one in Persian digits."""
    return {f"{field}_fa": digits(fa, "fa"), f"{field}_en": en, f"{field}_zh": zh}


def country(key: str = "tl") -> Country:
    """Return the country with this key, a made-up one by default."""
    names = three("name", "آزمونستان", "Testland", "测试国")
    return Country.objects.get_or_create(key=key, defaults=names)[0]


def city(en: str = "", fa: str = "", zh: str = "", **fields) -> City:
    """Return a city; without names it is numbered."""
    number = _next()
    en = en or f"Partnerville {number}"
    names = three("name", fa or f"یارشهر {number}", en, zh or f"伙伴市{number}")
    given = {"key": slugify(en), "own_name": en, "own_language": "en", "country": country()}
    return City.objects.create(**(names | given | fields))


def home_city(**fields) -> City:
    """Return the home city, made on the first call."""
    return City.objects.home() or city("Testabad", "آزمون‌آباد", "测试城", is_home=True, **fields)


def tie(partner: City | None = None, **fields) -> Relationship:
    """Return a published tie of the home city."""
    number = _next()
    given = {
        "home_end": home_city(),
        "partner": partner or city(),
        "key": f"tie-{number}",
        "position": number % 32_000,  # the column holds no more; a long run makes more ties
        "publication": Publication.PUBLISHED,
    }
    return Relationship.objects.create(**(given | fields))


def _entry(kind, title: tuple[str, str, str], cities, fields: dict):
    """Write an entry of `kind` that names `cities`; a `cite` of a source comes with `sources`."""
    number = _next()
    sources = fields.pop("sources", None)
    fa, en, zh = (f"{words} {number}" for words in title)
    given = {
        "key": f"{kind.KIND}-{number}",
        "start": "2020-05-04",
        "level": "city",
        "publication": Publication.PUBLISHED,
        **three("title", fa, en, zh),
    }
    made = kind.objects.create(**(given | fields))
    for place in cities:
        EntryCity.objects.create(entry=made, city=place)
    for found in [source()] if sources is None else sources:
        cite(made, found)
    return made


def agreement(*cities: City, parties: bool = True, **fields) -> Agreement:
    """Return a signed memorandum of `cities` with the home city, both being parties."""
    why = three(
        "text_why", "متن به دست ما نرسیده است", "The text has not reached us", "文本尚未收到"
    )
    given = {"instrument": "mou"} | why | fields
    made = _entry(Agreement, ("توافق", "Agreement", "协议"), cities, given)
    if parties:
        for place in (home_city(), *cities):
            Participation.objects.create(entry=made, role="party", city=place)
    return made


def delegation(*cities: City, **fields) -> Delegation:
    """Return a completed incoming visit."""
    given = {"direction": "incoming"} | fields
    return _entry(Delegation, ("سفر", "Visit", "访问"), cities, given)


def event(*cities: City, **fields) -> Event:
    """Return a meeting."""
    return _entry(Event, ("دیدار", "Meeting", "会见"), cities, {"type": "meeting"} | fields)


def commitment(*cities: City, **fields) -> Commitment:
    """Return an undertaking."""
    given = {"force": "undertaking"} | fields
    return _entry(Commitment, ("تعهد", "Promise", "承诺"), cities, given)


def indicator(entry: Entry, code: str = "students", values: dict | None = None, **fields):
    """Return something counted of an entry, its `values` by day, each from a source of its own."""
    given = three("name", "دانشجویان", "Students", "学生") | three("unit", "نفر", "people", "人")
    made = Indicator.objects.create(entry=entry, code=code, **given | fields)
    for day, value in (values or {}).items():
        IndicatorValue.objects.create(
            entry=entry, indicator=code, on=day, value=value, source=source()
        )
    return made


def offer(*cities: City, offer: str = "scholarship", **fields) -> Event:
    """Return something that is open to residents from its first day to its last."""
    return event(*cities, type="joint_project", offer=offer, **fields)


def restriction(*cities: City, **fields) -> Restriction:
    """Return a stop of official contacts."""
    given = {"scope": "official_political", "body": None} | fields
    given["body"] = given["body"] or organisation(kind="council")
    return _entry(Restriction, ("محدودیت", "Restriction", "限制"), cities, given)


def organisation(**fields) -> Organisation:
    """Return a body, a municipality by default."""
    number = _next()
    names = three("name", f"نهاد {number}", f"Body {number}", f"机构{number}")
    given = {"key": f"body-{number}", "kind": "municipality"}
    return Organisation.objects.create(**(names | given | fields))


def person(**fields) -> Person:
    """Return a holder of public office, whom nothing shows yet."""
    number = _next()
    names = three("name", f"شخص {number}", f"Person {number}", f"人员{number}")
    return Person.objects.create(**({"key": f"person-{number}"} | names | fields))


def took_part(entry, **fields) -> Participation:
    """Return the row of somebody present in `entry`, the name public."""
    given = {"entry": entry.entry_ptr, "role": "present", "name_shown": True}
    return Participation.objects.create(**(given | fields))


def term(holder: Person, body: Organisation, **fields) -> Term:
    """Return the term of a mayor."""
    given = three("office", "شهردار", "Mayor", "市长") | {"person": holder, "organisation": body}
    return Term.objects.create(**(given | fields))


def source(**fields) -> Source:
    """Return a press report."""
    number = _next()
    given = {
        "key": f"source-{number}",
        "title": f"Report {number}",
        "publisher": f"The Test Post {number}",
        "language": "en",
        "kind": "press",
        "url": f"https://source.test/{number}",
    }
    return Source.objects.create(**(given | fields))


def cite(entry, found: Source | None = None, **fields) -> Citation:
    """Return the citation of a source, a new one by default, by an entry."""
    return Citation.objects.create(entry=entry.entry_ptr, source=found or source(), **fields)


def area(*entries, **fields) -> CooperationArea:
    """Return a field of work that `entries` touch."""
    number = _next()
    names = three("name", f"زمینهٔ {number}", f"Field {number}", f"领域{number}")
    made = CooperationArea.objects.create(**(names | {"key": f"field-{number}"} | fields))
    for entry in entries:
        EntryArea.objects.create(entry=entry.entry_ptr, area=made)
    return made


def layer(*ties: Relationship, **fields) -> DiplomacyLayer:
    """Return a layer that a source sees in `ties`."""
    number = _next()
    names = three("name", f"لایهٔ {number}", f"Layer {number}", f"层面{number}")
    made = DiplomacyLayer.objects.create(**(names | {"key": f"layer-{number}"} | fields))
    for relationship in ties:
        TieLayer.objects.create(relationship=relationship, layer=made, source=source())
    return made


def _about(subject: Relationship | City | Entry) -> dict:
    if isinstance(subject, Relationship):
        return {"relationship": subject}
    return {"city": subject} if isinstance(subject, City) else {"entry": subject.entry_ptr}


def difference(subject: Relationship | City | Entry, **fields) -> Difference:
    """Return an open difference about a name, on which two sources speak."""
    number = _next()
    given = {
        "key": f"difference-{number}",
        "field": "name",
        **three("point", f"نکتهٔ {number}", f"Point {number}", f"分歧{number}"),
        **three("followed", "یکی", "the one", "其一"),
    }
    made = Difference.objects.create(**(given | _about(subject) | fields))
    for words in (("یکی", "the one", "其一"), ("دیگری", "the other", "其二")):
        made.statements.create(source=source(), **three("words", *words))
    return made


def question(subject: Relationship | City | Entry, **fields) -> OpenQuestion:
    """Return a question that the sources leave open."""
    number = _next()
    given = {
        "key": f"question-{number}",
        **three("question", f"پرسش {number}؟", f"Question {number}?", f"问题{number}？"),
        **three("looked_for", "پاسخ", "an answer", "答案"),
    }
    return OpenQuestion.objects.create(**(given | _about(subject) | fields))


PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def upload(name: str = "paper.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """Return a file as a browser sends it, a PDF by default."""
    return SimpleUploadedFile(name, content)


def procedure(*steps: str) -> Procedure:
    """Return a legal path of these steps, all required; "proposal" is the proposal."""
    made = Procedure.objects.create(key=f"path-{_next()}", country=country(), name_en="Path")
    for position, key in enumerate(steps):
        made.steps.create(key=key, position=position, is_proposal=key == "proposal")
    return made


def aiming_tie(**fields) -> Relationship:
    """Return a tie for which both sides want more, a sister-city pact by default."""
    return tie(**({"aim": "sister", "aim_said_by": "both"} | fields))


def step_record(relationship: Relationship, step: Step, **fields) -> StepRecord:
    """Return what is recorded of a step: done on a day of 2020."""
    given = {"relationship": relationship, "step": step, "state": "done", "on": "2020-01-01"}
    return StepRecord.objects.create(**(given | fields))


def correction(about: City | None = None, **fields) -> Correction:
    """Return an open correction about a city or, without one, about the site."""
    number = _next()
    named = {"noun": "city", "key": about.key, "title": about.name_en} if about else {}
    given = {"page": "/en/", "language": "en", "words": f"Wrong {number}", "token": f"t{number}"}
    return Correction.objects.create(**(given | named | fields))
