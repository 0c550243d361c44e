"""Ask the web server whether it answers: ends with 0 if so. For the health check of a container."""

import socket
import sys

PATH = "/run/register/web.sock"  # as in gunicorn.conf.py
ASK = b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n"

with socket.socket(socket.AF_UNIX) as server:
    server.settimeout(3)
    try:
        server.connect(sys.argv[1] if sys.argv[1:] else PATH)
        server.sendall(ASK)
        answer = server.recv(64)
    except OSError as error:
        sys.exit(f"The web server does not answer: {error}.")
sys.exit(0 if b" 200 " in answer else answer.decode("latin-1"))
