"""A mail server of this machine that takes letters, or answers a step with a number of its choice."""

import socketserver
import threading
from contextlib import contextmanager


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            step = line.split()[0].upper()
            if step == "DATA" and "DATA" not in self.server.refuses:
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.letters.append(b"".join(lines))
                self.say("250 taken")
            elif step == "QUIT":
                self.say("221 bye")
                break
            else:
                self.say(self.server.refuses.get(step, "250 fine"))

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class PostOffice(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters, self.refuses = [], {}


@contextmanager
def post_office():
    server = PostOffice()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
