"""What is recorded of a tie's way through a procedure."""

from django.utils.translation import gettext as _

from diplomacy.registry.models import StepRecord
from diplomacy.registry.models.procedures import steps_in_the_way

from .rows import BlockRows, RowFormSet


class StepRecordFormSet(RowFormSet):
    """Judges the rows together, as they are to stand: two may be changed in one save."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        forms = [
            form for form in self.forms if form.instance.step_id and form not in self.deleted_forms
        ]
        for record, missing in steps_in_the_way([form.instance for form in forms]):
            form = next(form for form in forms if form.instance is record)
            form.add_error("state", self._message(record, missing))

    @staticmethod
    def _message(record: StepRecord, missing: StepRecord) -> str:
        return _("“%(step)s” requires “%(missing)s”, which is recorded as: %(state)s.") % {
            "step": record.step,
            "missing": missing.step,
            "state": missing.get_state_display(),
        }


class StepRecordRows(BlockRows):
    model = StepRecord
    fk_name = "relationship"
    formset = StepRecordFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("step", "state", "on"),
                    ("waiting_on", "body"),
                    ("evidence", "source"),
                ]
            },
        )
    ]
