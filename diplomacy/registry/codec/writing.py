"""Structs as register files: one YAML file per noun, in an order that does not change."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from diplomacy.later import Package

from .parts import Record
from .records import to_texts

yaml = Package("yaml")


@cache
def _dumper() -> type:
    class Dumper(yaml.SafeDumper):
        """Block style, indented lists; quotes only what would otherwise be read as nothing."""

        yaml_implicit_resolvers: dict[str, list] = {}

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, indentless=False)

    Dumper.add_representer(str, _text_node)
    Dumper.add_implicit_resolver(
        "tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)\Z"), ["~", "n", "N", ""]
    )
    return Dumper


def _text_node(dumper: Any, text: str) -> Any:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


def write_noun(noun: str, structs: Iterable[Record]) -> str:
    """Return the text of one noun's file, its records in the order of their keys."""
    records = [to_texts(struct) for struct in sorted(structs, key=lambda struct: struct.key)]
    return _yaml({noun: records})


def write_record(noun: str, struct: Record) -> str:
    """Return the text of one record, as it stands below its noun in a file."""
    return _yaml({noun: [to_texts(struct)]}).partition("\n")[2]


def write_mapping(data: dict[str, Any]) -> str:
    """Return the text of a file that holds something beside records."""
    return _yaml(data)


def _yaml(data: dict[str, Any]) -> str:
    return yaml.dump(
        data,
        Dumper=_dumper(),
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=100,
    )
