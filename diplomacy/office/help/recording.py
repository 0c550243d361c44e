"""Help with recording what happened."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import KEYS, Page

PAGES = (
    Page(
        "visit",
        _("New visit"),
        lowest=Role.RECORDER,
        purpose=_("A visit, recorded on one screen in two minutes."),
        steps=(
            _("Choose the direction."),
            _(
                "Type the city in any script and choose it from the list; the last line of "
                "the list adds a new one."
            ),
            _("Type the date in either calendar, as exactly as you know it."),
            _("Give it a title and press “Save draft”. The rest can wait."),
            _(
                "Add who came, the source, and each promise: “What is promised”, “Who is to "
                "do it”, “By when”."
            ),
            _(
                "What readers must not see goes only into the block “For staff only; never "
                "published”."
            ),
            _("Look at “Readers would see this”, then press “Save and send for review”."),
        ),
        snags=(
            _(
                "“This may be recorded already.” appears: look at the line. If it is the "
                "same, press “It is this one: open it”; if not, go on."
            ),
            _(
                "The browser was closed: open “New visit” again and press “Continue” under "
                "“Begun and not saved”."
            ),
            _(
                "A name does not show to readers: it shows only with “Readers may see the "
                "name (public office only)” ticked."
            ),
        ),
        keys=(KEYS["save"], KEYS["send"], KEYS["list"], KEYS["close"]),
        screens=("desk:visit-new", "desk:visit"),
        see=("record", "news", "uploads"),
        start="desk:visit-new",
    ),
    Page(
        "agreement",
        _("New agreement"),
        lowest=Role.RECORDER,
        purpose=_("A paper between cities, recorded on one screen."),
        steps=(
            _(
                "Choose the “Class of the paper” as the reports of its signing call it; where"
                " they differ, the lower one."
            ),
            _("Choose the “State of the paper”: a draft is not signed and binds nobody."),
            _("Type the city, the day of signature and a title, and press “Save draft”."),
            _(
                "If the two city administrations signed, tick “The two cities themselves are "
                "the parties”."
            ),
            _(
                "Give the “Last day of its term” if the paper has one: the desk then reminds "
                "you in time."
            ),
            _("Add the source, and the document itself through “Full form, documents”."),
            _("Press “Save and send for review”."),
        ),
        snags=(
            _(
                "It cannot be published: an agreement in force needs its document, or the "
                "reason why no text is kept."
            ),
            _(
                "The tie stays where it was: without both parties, or while it is a draft, a "
                "paper does not raise it."
            ),
        ),
        keys=(KEYS["save"], KEYS["send"], KEYS["list"], KEYS["close"]),
        screens=("desk:agreement-new", "desk:agreement"),
        see=("record", "uploads", "full-form"),
        start="desk:agreement-new",
    ),
    Page(
        "event",
        _("New event"),
        lowest=Role.RECORDER,
        purpose=_(
            "Anything else that happened between cities: a meeting, a festival, a letter,"
            " a statement."
        ),
        steps=(
            _("Choose the type that fits what happened."),
            _("Type the city, the date and a title, and press “Save draft”."),
            _("Choose areas and write one or two sentences for readers."),
            _("Add who took part and the source."),
            _("Press “Save and send for review”."),
        ),
        snags=(
            _(
                "What somebody only said is no deed: record it as a claim or an assessment, "
                "with the speaker."
            ),
        ),
        keys=(KEYS["save"], KEYS["send"], KEYS["list"], KEYS["close"]),
        screens=("desk:event-new", "desk:event"),
        see=("record", "visit"),
        start="desk:event-new",
    ),
    Page(
        "news",
        _("Paste a news text"),
        lowest=Role.RECORDER,
        purpose=_(
            "Turns a news article into a form that is filled in for you. Nothing is saved unseen."
        ),
        steps=(
            _(
                "Copy the article and paste it into “Text of the news”, its title in the "
                "first line."
            ),
            _("Give the “Date of the source” if it is not in the text."),
            _("Press “Read the text”."),
            _(
                "Under “What it would fill” compare each proposal with the marked words of "
                "the same number."
            ),
            _("Untick what is wrong, or choose “leave empty”."),
            _("Press “Fill the form of a visit” or the one that fits, and go on there."),
        ),
        snags=(
            _(
                "A city was missed: the register lacks that spelling. Choose the city in the "
                "form, and add the spelling to its other names."
            ),
            _("The day is that of the news, not of the deed: correct it in the form."),
        ),
        screens=("ingest:news",),
        see=("visit", "agreement", "event"),
        start="ingest:news",
    ),
    Page(
        "full-form",
        _("Full forms"),
        lowest=Role.VIEWER,
        purpose=_(
            "Every list and every field of the register, for what the short forms do not ask."
        ),
        steps=(
            _("Open “All records” and choose a list."),
            _(
                "Search first with “Search in any script”; two records of one city are hard "
                "to merge."
            ),
            _("Type dates in either calendar, with any digits; the line below shows both."),
            _("In a field that names another record, type a few letters and choose from the list."),
            _("Add rows at the foot of each table of rows, such as participants and documents."),
            _(
                "Only here: what is counted of an agreement or a promise (its indicators and their "
                "values), and whether an event, such as a scholarship, is open to residents, with "
                "its days and address."
            ),
            _("Press “Save”. To publish, follow “Review and publication” at the top."),
        ),
        snags=(
            _(
                "The save was refused because somebody else saved meanwhile: both versions "
                "stand above your form, which keeps what you typed. Correct it and save "
                "again."
            ),
            _(
                "The form can only be read: what readers see is changed through “Propose a "
                "change” on its page at the desk."
            ),
        ),
        see=("record", "history", "uploads"),
        start="admin:index",
    ),
    Page(
        "uploads",
        _("Documents and pictures"),
        lowest=Role.RECORDER,
        purpose=_("Keeps the paper itself, a report or a photograph with an entry."),
        steps=(
            _("Save the draft, then follow “Full form, documents”."),
            _("At the foot of the form add a row to the documents and choose the file."),
            _("Give it a title and say what kind of document it is."),
            _("Choose who may see it: a new one is for staff until you say otherwise."),
            _(
                "For a photograph that readers see, say in words what it shows, and give "
                "credit and licence."
            ),
            _("Press “Save”."),
        ),
        snags=(
            _(
                "A picture is kept without the place, time and camera that are written in it: say "
                "in the record when it was taken, if that matters, and keep your original."
            ),
            _(
                "The file is refused: PDF, PNG, JPEG, DOCX, XLSX and ODT are kept, up to a "
                "size that the message names. What is in the file counts, not its name."
            ),
            _(
                "The file has gone after an error: browsers do not keep chosen files. Choose "
                "it once more."
            ),
        ),
        see=("agreement", "full-form"),
    ),
)
