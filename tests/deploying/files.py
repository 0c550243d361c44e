"""docker-compose.yml, the Dockerfile and the units of systemd, read as those who run them do."""

import configparser
import json
import re
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"


def compose() -> dict[str, Any]:
    """Return docker-compose.yml with its anchors resolved and its variables as they stand."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))


def interpolated(value: Any, variables: dict[str, str]) -> Any:
    """Return the value with ${NAME:-default} and $$ replaced, as Compose does."""
    if isinstance(value, dict):
        return {key: interpolated(one, variables) for key, one in value.items()}
    if isinstance(value, list):
        return [interpolated(one, variables) for one in value]
    if not isinstance(value, str):
        return value

    def replace(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        assert found["name"], f"not a variable with a default: {value}"
        return variables.get(found["name"]) or found["default"]

    return re.sub(r"\$\$|\$\{(?P<name>[A-Z_]+):-(?P<default>[^}]*)\}|\$", replace, value)


def environment(service: str, variables: dict[str, str]) -> dict[str, str]:
    """Return what the container gets: a name without a value takes that of .env, or goes."""
    named = interpolated(compose()["services"][service]["environment"], variables)
    given = {name: variables.get(name) for name, value in named.items() if value is None}
    return {name: value for name, value in (named | given).items() if value is not None}


def instructions(target: str) -> dict[str, list[str]]:
    """Return the instructions of one stage of the Dockerfile, by name."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    stage = re.search(rf"^FROM \S+ AS {target}$(.*?)(?=^FROM |\Z)", text, re.M | re.S)[1]
    found: dict[str, list[str]] = {}
    for name, rest in re.findall(r"^([A-Z]+) (.*)$", stage, re.M):
        found.setdefault(name, []).append(rest)
    return found


def command(service: str) -> list[str]:
    """Return what the container of the service runs."""
    described = compose()["services"][service]
    if "command" in described:
        return described["command"]
    return json.loads(instructions(described["build"]["target"])["CMD"][0])


def unit(name: str) -> configparser.ConfigParser:
    """Return a unit of systemd. Of a key that stands twice the last value."""
    read = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    read.optionxform = str
    read.read_string((UNITS / name).read_text("utf-8"))
    return read
