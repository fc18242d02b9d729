"""What a page costs on the wire: a relay before a house that counts every byte of every answer."""

import socket
import threading
from contextlib import suppress

PIECE = 65536


class Wire:
    """Listens on a port of its own; `received` is what the phone was sent so far, headers and all.

    It counts whatever asks, the service worker and prefetches too, which a page's own tools miss.
    """

    def __init__(self, port):
        self.house = ("127.0.0.1", port)
        self.received = 0
        self.counting = threading.Lock()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.base = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listening.close()

    def _answer(self):
        with suppress(OSError):  # closed
            while True:
                phone, _address = self.listening.accept()
                house = socket.create_connection(self.house)
                for pair in ((phone, house, False), (house, phone, True)):
                    threading.Thread(target=self._carry, args=pair, daemon=True).start()

    def _carry(self, one, other, counted):
        with suppress(OSError):
            while piece := one.recv(PIECE):
                if counted:
                    with self.counting:
                        self.received += len(piece)
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
