"""How gunicorn serves the register, in a container and on a server (docs/deploying.md).

A proxy stands in front: it takes the slow clients, so that a thread is busy only while the
register itself works.
"""

import os
import subprocess
import sys

wsgi_app = "diplomacy.wsgi"

# A socket in the file system has no port that others could reach past the proxy.
bind = os.environ.get("BIND", "unix:/run/register/web.sock")
umask = 0o007  # the socket is for the account of the site and its group, of which the proxy is one
backlog = 512

# Two processes for two processors, each of which reads for four at once while the database works.
# The limits that are counted in memory are counted by each process (records 35 and 40).
workers = max(1, int(os.environ.get("WEB_CONCURRENCY") or 2))
worker_class = "gthread"
threads = 4
worker_tmp_dir = "/dev/shm"  # a sign of life on a disk that is busy would come too late
preload_app = False  # so that SIGHUP takes a new version of the program, and nobody waits

timeout = 60  # seconds without a sign of life of a process, not of a request
graceful_timeout = 30  # seconds that requests at hand may take when it ends
keepalive = 2

# A visitor sends no more; the proxy refuses it before.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190

# Whom to believe of the scheme is the register's matter (BEHIND_PROXY).
forwarded_allow_ips = ""
# Through a socket whoever asks is believed: no header may say where the register lies.
forwarder_headers = ""

# The register writes its own, without addresses (docs/operating.md).
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True


def on_starting(server: object) -> None:
    """End at once, with the sentences of diplomacy/wsgi.py, where the register cannot start.

    Two workers that cannot start make gunicorn end in a traceback now and then. Another process
    looks: what this one has read, it would keep when a new version is taken by SIGHUP.
    """
    looked = subprocess.run([sys.executable, "-c", "import diplomacy.wsgi"], check=False)
    if looked.returncode:
        sys.exit(looked.returncode)
