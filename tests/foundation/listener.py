"""Servers of this machine that answer as told: for calls that leave the house, and that must not."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener(ThreadingHTTPServer):
    """`answers(request)` gives (status, body), or takes the connection into its own hands (None)."""

    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), Asked)
        self.answers, self.requests = answers, []

    @property
    def port(self):
        return self.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def handle_error(self, *_):
        """Whoever asked went away; that is what some of these tests are about."""


class Asked(BaseHTTPRequestHandler):
    def do_GET(self):
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.requests.append(self)
        answer = self.server.answers(self)
        if answer is not None:
            self.say(*answer)

    do_POST = do_GET

    def say(self, status, body, **headers):
        self.send_response(status)
        for name, text in headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextmanager
def listening(answers=lambda request: (200, b"ok")):
    server = Listener(answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def drip(request):
    """A whole answer, one byte at a time, for as long as anybody listens."""
    try:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            request.wfile.write(b"X: y\r\n")
            request.wfile.flush()
            time.sleep(0.02)
    except OSError:
        return


def half(request):
    """Says more than it sends."""
    request.send_response(200)
    request.send_header("Content-Length", "500")
    request.end_headers()
    request.wfile.write(b'{"code": 0, "mess')
    request.close_connection = True
