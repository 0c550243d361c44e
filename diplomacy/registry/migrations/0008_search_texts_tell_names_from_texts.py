from collections import defaultdict

from django.db import migrations

from diplomacy.registry.models.searching import searchable

ENTRY = ("title", "reference"), ("summary", "venue")
# What each noun is called, and what else it says: words or plain columns.
NOUNS = {
    "Country": (("name",), ()),
    "City": (("name", "own_name"), ()),
    "Organisation": (("name",), ()),
    "Person": (("name", "own_name"), ()),
    "DiplomacyLayer": (("name",), ()),
    "CooperationArea": (("name",), ()),
    "Source": (("title", "publisher", "public_url"), ("remark",)),
    "Relationship": ((), ("origin",)),
    "Difference": (("point",), ("followed", "why")),
    "OpenQuestion": (("question",), ("looked_for",)),
    "Procedure": (("name",), ()),
    "Identity": (("site_name",), ()),
    "Agreement": ENTRY,
    "Delegation": (ENTRY[0], (*ENTRY[1], "purpose", "outcome")),
    "Event": ENTRY,
    "Commitment": ENTRY,
    "Restriction": ENTRY,
}


def write_search_texts(apps, schema_editor):
    """Write the search texts of what stands already: historical models have no `save` for it.

    Backwards there is nothing to do: the older search reads these texts as well.
    """
    aliases = {"City": defaultdict(list), "Person": defaultdict(list)}
    for noun, found in aliases.items():
        rows = apps.get_model("registry", f"{noun}Alias").objects.order_by("id")
        for owner, text in rows.values_list(noun.lower(), "text"):
            found[owner].append(text)
    papers = defaultdict(list)
    for paper in apps.get_model("registry", "Document").objects.filter(access="public"):
        papers[paper.entry_id] += _values(paper, ("title",))
    for noun, (names, texts) in NOUNS.items():
        model = apps.get_model("registry", noun)
        for record in model.objects.iterator():
            called = [record.key, *_values(record, names)]
            called += aliases.get(noun, {}).get(record.pk, [])
            said = [
                *_values(record, texts),
                *(papers[record.pk] if texts[:1] == ("summary",) else ()),
            ]
            search = searchable(called, said)
            model.objects.filter(pk=record.pk).update(search=search)


def _values(record, names):
    for name in names:
        if name == "public_url":
            yield record.archived_url or (record.url if record.linked else "")
        elif hasattr(record, f"{name}_fa"):
            yield from (getattr(record, f"{name}_{code}") for code in ("fa", "en", "zh"))
        else:
            yield getattr(record, name)


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_standing_names_have_their_sort_keys")]

    operations = [migrations.RunPython(write_search_texts, migrations.RunPython.noop)]
