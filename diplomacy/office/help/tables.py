"""Help with tables that come in and go out."""

from django.utils.translation import gettext_lazy as _

from diplomacy.accounts.roles import Role

from .pages import Page

PAGES = (
    Page(
        "import",
        _("Import from a table"),
        lowest=Role.RECORDER,
        purpose=_(
            "Brings many cities, agreements, delegations, commitments or people in from "
            "Excel or CSV."
        ),
        steps=(
            _("Take an empty table under “Empty tables to fill in”, or use your own."),
            _("Look under “What to write” how each column is filled in."),
            _("Choose “What the table holds” and the file."),
            _("Press “Read the table”. Nothing is written yet."),
        ),
        snags=(
            _(
                "The file is refused: it must be XLSX or CSV in UTF-8, up to 5,000 rows and 5"
                " MB. In Excel save it as XLSX."
            ),
            _("Persian digits and Solar Hijri dates are read as they are; do not rewrite them."),
        ),
        screens=("ingest:tables", "ingest:guide"),
        see=("columns", "rows", "exports"),
        start="ingest:tables",
    ),
    Page(
        "columns",
        _("Which column is what"),
        lowest=Role.RECORDER,
        purpose=_(
            "Says what each column of your table means; it is remembered for the next table."
        ),
        steps=(
            _("Look at the first values of each header."),
            _("Choose beside it what it “Is read as”, or “not read”."),
            _("To change records that exist, have a column of keys."),
            _("Press “Show what the rows do”."),
        ),
        snags=(
            _("It is the wrong file: press “Discard the table”; nothing was written."),
            _("Two headers have one meaning: choose “not read” for one of them."),
        ),
        screens=("ingest:columns",),
        see=("import", "rows"),
        start="ingest:tables",
    ),
    Page(
        "rows",
        _("What the rows do"),
        lowest=Role.RECORDER,
        purpose=_("Shows, before anything is written, what each row would do."),
        steps=(
            _("Read the errors first: each names its column, its cell and what to do."),
            _("Look at each “possible duplicate” and tick it only if it is another record."),
            _("Open “What changes” or “What is recorded” to see the fields."),
            _("Untick the rows that should stay out."),
            _("Press “Bring in the chosen rows” and leave the page open until it is done."),
        ),
        snags=(
            _(
                "A row with an error cannot be ticked: correct it in the file and upload the "
                "file again. Rows that came in before then read “same as recorded”."
            ),
            _("Readers do not see them: entries come in as drafts, to be reviewed like any other."),
        ),
        screens=("ingest:rows",),
        see=("columns", "undo"),
        start="ingest:tables",
    ),
    Page(
        "undo",
        _("A table that was brought in"),
        lowest=Role.RECORDER,
        purpose=_("Shows what a table has written, and takes all of it back."),
        steps=(
            _("Open “Import from a table” and choose the file under “Tables so far”."),
            _("Follow a record to look at it."),
            _("To take it all back, press “Undo the whole table”."),
        ),
        snags=(
            _(
                "Nothing was undone: somebody has changed a record since. The page lists "
                "them; see to these by hand, or keep the table."
            ),
        ),
        screens=("ingest:batch", "ingest:undo"),
        see=("import", "history"),
        start="ingest:tables",
    ),
    Page(
        "exports",
        _("Lists as tables"),
        lowest=Role.VIEWER,
        purpose=_("Takes any list out to Excel or CSV, for your own work."),
        steps=(
            _("Choose a list, and XLSX or CSV beside it."),
            _(
                "Take “Headers in words” for reading, and “Headers as names of fields” for "
                "programs."
            ),
            _(
                "To change many records, correct the XLSX and bring it back through “Import "
                "from a table”."
            ),
        ),
        snags=(
            _("Do not pass it on: drafts are in it too."),
            _("Excel has rewritten the dates: that happens with CSV. Take XLSX."),
        ),
        screens=("ingest:exports",),
        see=("import",),
        start="ingest:exports",
    ),
)
