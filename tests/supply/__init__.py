"""What we ship that others made: the locks, docs/packages.toml, and what is written from both.

    python3 -m tests.supply licences   # writes docs/licences.md and docs/safe-versions.md
    python3 -m tests.supply sbom       # prints a bill of materials: CycloneDX 1.6, JSON

Asks nothing of the network and needs no package, only Python.
"""
