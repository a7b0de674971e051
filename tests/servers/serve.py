#!/usr/bin/env python3
"""Serve a test authority on loopback: serve.py DIR [PORT]

Time-stamps come from `openssl ts`, OCSP answers from `openssl ocsp`, lists
from the files that `openssl ca` wrote. Prints the port, then serves until it
is killed. PORT 0 takes any.
"""
import http.server
import os
import subprocess
import sys
import tempfile

FOLDER = os.path.abspath(sys.argv[1])


def run(arguments, query):
    """Give the query to openssl as a file and return the reply's bytes."""
    with tempfile.TemporaryDirectory() as work:
        asked, answered = os.path.join(work, "q"), os.path.join(work, "a")
        with open(asked, "wb") as file:
            file.write(query)
        arguments = [a.format(asked=asked, answered=answered)
                     for a in arguments]
        subprocess.run(["openssl"] + arguments, cwd=FOLDER, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with open(answered, "rb") as file:
            return file.read()


SERVICES = {
    "/tsa": ("application/timestamp-reply",
             ["ts", "-reply", "-config", "pki.conf", "-section",
              "tsa_default", "-queryfile", "{asked}", "-out", "{answered}"]),
    "/ocsp": ("application/ocsp-response",
              ["ocsp", "-index", "sub.db/index.txt", "-CA", "sub.pem",
               "-rsigner", "ocsp.pem", "-rkey", "ocsp.key", "-ndays", "30",
               "-reqin", "{asked}", "-respout", "{answered}"]),
}


class Handler(http.server.BaseHTTPRequestHandler):
    def reply(self, status, kind="text/plain", body=b""):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path = os.path.join(FOLDER, os.path.basename(self.path))
        if not self.path.endswith(".crl") or not os.path.exists(path):
            return self.reply(404)
        with open(path, "rb") as file:
            self.reply(200, "application/pkix-crl", file.read())

    def do_POST(self):
        if self.path not in SERVICES:
            return self.reply(404)
        kind, arguments = SERVICES[self.path]
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(200, kind, run(arguments, query))

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(
    ("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
