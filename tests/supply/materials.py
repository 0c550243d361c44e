"""The bill of materials: CycloneDX 1.6, the same bytes for the same commit."""

import json
import os
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from .reading import PRINTING, SERVING, asked_for, of, packages, pins, project, table

FILES = "one hash for each file that may be installed: wheels of other systems, and the source"


def bill() -> str:
    """Return the bill. SOURCE_DATE_EPOCH, where it is set, is the day on it; else it has none."""
    own = project()["project"]
    root = f"{own['name']}@{own['version']}"
    parts = [
        *map(_package, sorted(pins(PRINTING))),
        *map(_made_by_others, table()["made-by-others"]),
    ]
    metadata = {
        "component": {
            "type": "application",
            "bom-ref": root,
            "name": own["name"],
            "version": own["version"],
            "description": own["description"],
            "licenses": [{"license": {"id": own["license"]}}],
        }
    }
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        metadata = {"timestamp": datetime.fromtimestamp(int(epoch), UTC).isoformat(), **metadata}
    content = {
        "metadata": metadata,
        "components": parts,
        "dependencies": [
            {"ref": root, "dependsOn": sorted(_purl(name) for name in _direct())},
            *({"ref": _purl(name), "dependsOn": _needs(name)} for name in sorted(pins(PRINTING))),
        ],
    }
    number = uuid5(NAMESPACE_URL, json.dumps(content, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{number}"}
    return json.dumps({**head, "version": 1, **content}, indent=2, ensure_ascii=False) + "\n"


def _package(name: str) -> dict:
    pin = pins(PRINTING)[name]
    return {
        "type": "library",
        "bom-ref": _purl(name),
        "name": name,
        "version": pin.version,
        "scope": "required" if name in pins(SERVING) else "optional",
        "licenses": _licences(packages()[name].licence),
        "purl": _purl(name),
        "externalReferences": [
            {
                "type": "distribution",
                "url": _purl(name),
                "comment": FILES,
                "hashes": [{"alg": "SHA-256", "content": one} for one in pin.hashes],
            }
        ],
    }


def _made_by_others(row: dict) -> dict:
    return {
        "type": "data",
        "bom-ref": row["what"],
        "name": row["what"],
        "publisher": row["by"],
        "licenses": _licences(row["licence"]),
        "properties": [{"name": "diplomacy:file", "value": file} for file in of(row["files"])],
    }


def _licences(expression: str) -> list[dict]:
    """An identifier is one, a choice between several or a word of our own is an expression."""
    if " " in expression or expression.startswith("LicenseRef-"):
        return [{"expression": expression}]
    return [{"license": {"id": expression}}]


def _purl(name: str) -> str:
    return f"pkg:pypi/{name}@{pins(PRINTING)[name].version}"


def _direct() -> set[str]:
    return asked_for("serving") | asked_for("pdf")


def _needs(name: str) -> list[str]:
    return sorted(_purl(other) for other, package in packages().items() if name in package.by)
