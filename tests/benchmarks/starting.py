"""How long a process takes from start to first answer, beside an empty project of Django."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from .databases import ROOT, environment

# Nothing but what every server does: import the application and ask it for a page, again and again.
ANSWER = """
import io, json, re, sys
from importlib import import_module
module, address, number = sys.argv[1:]
application = import_module(module).application
def ask():
    environ = {
        "REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": address, "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1",
        "wsgi.input": io.BytesIO(), "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    answer = application(environ, lambda status, headers, exc_info=None: heard.append(status))
    b"".join(answer)
    answer.close()
heard = []
ask()
assert heard[0].startswith("200"), heard
print("answered", flush=True)
for _ in range(int(number)):
    ask()
try:
    memory = int(re.search(r"^Pss: +(\\d+)", open("/proc/self/smaps_rollup").read(), re.M)[1])
except OSError:
    memory = 0
print(json.dumps(memory / 1000))
"""


def started(address: str, rounds: int, pages: int) -> dict[str, Any]:
    """Return seconds to the first answer and of `check`, and memory, of ours and of the empty."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "django", "startproject", "empty", folder], check=True
        )
        places = {
            "ours": (ROOT, "diplomacy.wsgi", "/en/about/privacy/", environment(address)),
            "empty": (Path(folder), "empty.wsgi", "/", {"PATH": os.environ.get("PATH", "")}),
        }
        taken: dict[str, dict[str, list[float]]] = {
            name: {"first": [], "check": [], "memory": []} for name in places
        }
        for _ in range(rounds):
            for name, place in places.items():
                for measure, value in _once(*place, pages).items():
                    taken[name][measure].append(value)
    return {
        name: {measure: median(values) for measure, values in measures.items()}
        for name, measures in taken.items()
    }


def _once(
    folder: Path, module: str, address: str, environ: dict[str, str], pages: int
) -> dict[str, float]:
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", ANSWER, module, address, str(pages)],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    process.stdout.readline()
    first = perf_counter() - began
    memory = json.loads(process.communicate()[0])
    began = perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=folder,
        env=environ,
        capture_output=True,
        check=True,
    )
    return {"first": first, "check": perf_counter() - began, "memory": memory}
