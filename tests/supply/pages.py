"""The pages for people: licences, and the oldest versions that are safe."""

from .reading import PRINTING, SERVING, packages, pins, table

MADE = "Written by `python3 -m tests.supply licences` from the locks and `packages.toml`."


def licences() -> str:
    rows = [
        f"| {name} | {pin.version} | {packages()[name].licence} | {used_for(name)} |"
        for name, pin in sorted(pins(PRINTING).items())
    ]
    others = [
        f"| {row['what']} | {row['by']} | {row['licence']} | {', '.join(map(code, row['files']))} |"
        for row in table()["made-by-others"]
    ]
    return "\n".join(
        [
            "# Licences of what ships",
            "",
            f"The program is MIT (`LICENSE`). {MADE} Each direct dependency has its reason in"
            " [a decision](decisions/0002-dependencies.md).",
            "",
            "## Packages",
            "",
            "Wheels hold compiled libraries too: pyrage and resvg-py carry a list of their own"
            " parts in the wheel, pillow in its licence file.",
            "",
            "| package | version | licence (SPDX) | used for |",
            "|---|---|---|---|",
            *rows,
            "",
            "## In the repository",
            "",
            "| what | by | licence | files |",
            "|---|---|---|---|",
            *others,
            "",
        ]
    )


def safe_versions() -> str:
    known = [
        f"| {name} | {package.minimum} | {pins(PRINTING)[name].version} | {package.because} |"
        for name, package in sorted(packages().items())
        if package.minimum
    ]
    none = sorted(name for name, package in packages().items() if not package.minimum)
    return "\n".join(
        [
            "# The oldest versions that are safe",
            "",
            f"{MADE} Advisories were looked for on {table()['looked']:%Y-%m-%d}; a test refuses a"
            " lock with an older version than these, and nothing is asked of the network for it.",
            "",
            "| package | not before | locked | because of |",
            "|---|---|---|---|",
            *known,
            "",
            f"No advisory was found for: {', '.join(none)}. They are at their newest version at"
            " each release.",
            "",
            "Python, PostgreSQL, nginx, the libraries for PDFs and the system come from elsewhere:"
            " take the newest patch of a version that still gets them. `manage doctor` tells the"
            " version of the database.",
            "",
        ]
    )


def used_for(name: str) -> str:
    package = packages()[name]
    needed = "" if name in pins(SERVING) else " (PDF only)"
    return (package.reason or f"needed by {', '.join(package.by)}") + needed


def code(text: str) -> str:
    return f"`{text}`"
