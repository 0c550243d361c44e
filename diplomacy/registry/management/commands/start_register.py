"""Begin the register of a city: its home city and its identity, all or nothing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.management.base import BaseCommand, CommandError, no_translations
from django.db import connection, models, transaction
from django.utils.text import slugify

from diplomacy.registry.codec import load, read_register
from diplomacy.registry.models import City, Country, Identity
from diplomacy.registry.models.base import new_key

COMMON = settings.BASE_DIR / "registers" / "common"
REASON = "made by start_register"

# Option → what is asked for it. The names of options are those of the columns.
OF_THE_CITY = {
    "name_fa": "Name of the city in Persian",
    "name_en": "Name of the city in English",
    "name_zh": "Name of the city in Chinese",
    "country": "Country, by its ISO 3166-1 code of two letters",
    "key": "Key of the city in addresses (empty: from its English name)",
    "latitude": "Latitude in degrees, north positive (may be empty)",
    "longitude": "Longitude in degrees, east positive (may be empty)",
}
OF_THE_IDENTITY = {
    "site_name_fa": "Name of the site in Persian (empty: composed from the city's)",
    "site_name_en": "Name of the site in English (empty: composed)",
    "site_name_zh": "Name of the site in Chinese (empty: composed)",
    "strip_fa": "Line above the name, the body that keeps the register, in Persian (may be empty)",
    "strip_en": "The same line in English (may be empty)",
    "strip_zh": "The same line in Chinese (may be empty)",
    "emblem": "One or two letters for the star beside the name (may be empty)",
    "publisher_fa": "Who answers for what is published, in Persian (may be empty)",
    "publisher_en": "The same in English (may be empty)",
    "publisher_zh": "The same in Chinese (may be empty)",
    "postal_address_fa": "Postal address in Persian (may be empty)",
    "postal_address_en": "Postal address in English (may be empty)",
    "postal_address_zh": "Postal address in Chinese (may be empty)",
    "telephone": "Telephone (may be empty)",
    "mail": "Mail address (may be empty)",
    "website": "Website of the publisher (may be empty)",
}

Answers = dict[str, str]


class Command(BaseCommand):
    help = (
        "Make an empty register with its home city and its identity, all or nothing. Asks for what "
        "no option gives. Loads the list of countries if there is none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-input", action="store_true", help="ask nothing")
        for name, question in (OF_THE_CITY | OF_THE_IDENTITY).items():
            parser.add_argument(_option(name), metavar="TEXT", help=question)

    @no_translations
    def handle(self, *, no_input: bool, **options: Any) -> None:
        if City._meta.db_table not in connection.introspection.table_names():
            raise CommandError(
                "The database is not prepared. First run: python3 run.py manage migrate"
            )
        self._refuse_a_second()
        about_city = self._answers(OF_THE_CITY, options, no_input)
        about_identity = self._answers(OF_THE_IDENTITY, options, no_input)
        with transaction.atomic():
            if not Country.objects.exists():
                load(read_register([COMMON]), progress=self.stderr.write)
            self._refuse_a_second()
            city = _city(about_city)
            _save(city)
            _save(Identity(city=city, **about_identity))
        self.stdout.write(f"The register of {city} is ready. Its home city has the key {city.key}.")
        self.stdout.write("Next: python3 run.py manage createsuperuser, then sign in.")
        self.stdout.write(f"Its address is {settings.SITE_URL} until SITE_URL names another.")

    def _refuse_a_second(self) -> None:
        if home := City.objects.home():
            raise CommandError(f"{home} is the home city here already. Nothing was made.")
        if identity := Identity.objects.select_related("city").first():
            raise CommandError(
                f"The register has an identity already, of {identity.city}. Make that the home "
                "city again, or delete the identity, both in the admin. Nothing was made."
            )

    def _answers(self, questions: dict[str, str], options: Answers, no_input: bool) -> Answers:
        """Return an answer to each question, from the options or, unless told not to, by asking."""
        answers = {}
        for name, question in questions.items():
            given = options[name]
            if given is None and not no_input:
                given = self._ask(question)
            answers[name] = (given or "").strip()
        return answers

    def _ask(self, question: str) -> str:
        self.stdout.write(f"{question}: ", ending="")
        self.stdout.flush()
        try:
            return input()
        except EOFError as error:
            raise CommandError("No more answers came. Nothing was made.") from error


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _city(answers: Answers) -> City:
    """Return the home city, unsaved. Raises CommandError where an answer does not do."""
    names = {name: answers[name] for name in ("name_fa", "name_en", "name_zh")}
    if not any(names.values()):
        raise CommandError("Give the city a name in one language at least. Nothing was made.")
    code = answers["country"].lower()
    country = Country.objects.filter(key=code).first()
    if country is None:
        raise CommandError(
            f"--country: there is no country “{code}”. Give a code such as ir, cn or de. "
            "Nothing was made."
        )
    return City(
        key=answers["key"] or slugify(names["name_en"]) or new_key(),
        country=country,
        latitude=answers["latitude"] or None,
        longitude=answers["longitude"] or None,
        is_home=True,
        **names,
    )


def _save(record: models.Model) -> None:
    """Save a record that its model allows. Raises CommandError that names options and reasons."""
    try:
        record.full_clean()
    except ValidationError as error:
        lines = [
            " ".join(filter(None, ("" if name == NON_FIELD_ERRORS else f"{_option(name)}:", text)))
            for name, texts in error.message_dict.items()
            for text in texts
        ]
        raise CommandError("\n".join([*lines, "Nothing was made."])) from error
    record._change_reason = REASON
    record.save()
