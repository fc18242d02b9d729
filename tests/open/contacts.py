"""Phones that log contacts in a real house, and press again whenever they are asked to.

python -m tests.open.contacts DOORS     makes Lin and so many doors; prints her session and the pages
"""

import http.client
import json
import sys
import threading
from urllib.parse import urlencode
from uuid import uuid4

from tests.ops.contact_while_held import at_the_door, builders, hidden_fields, page_of
from tests.waiting import BOUND

FORM = "application/x-www-form-urlencoded"
CSRF = "c" * 32


class Phone(threading.Thread):
    """A contact after the other at one door, at least so many and until `enough` is set."""

    def __init__(self, house, session, address, *, least, enough):
        super().__init__(daemon=True)
        self.house, self.address = house, address
        self.least, self.enough = least, enough
        self.headers = {"Content-Type": FORM, "Cookie": f"sessionid={session}; csrftoken={CSRF}"}
        self.acknowledged, self.statuses, self.wrong = [], [], []

    def run(self):
        while len(self.acknowledged) < self.least or not self.enough.is_set():
            client_id = str(uuid4())
            fields = {"client_id": client_id, "note": "敲了门", "csrfmiddlewaretoken": CSRF}
            status, page = self.press({**fields, "outcome": "nobody", "channel": "door"})
            if status != 302:
                self.wrong.append((status, page))
                return
            self.acknowledged.append(client_id)

    def press(self, fields):
        """Again and again while nobody answers, and what the page sends while it is asked to wait."""
        status, page = 0, ""
        while status in (0, 503):
            status, page = self.post(fields)
            self.statuses.append(status)
            fields = hidden_fields(page) if status == 503 else fields
        return status, page

    def post(self, fields):
        asking = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=BOUND)
        try:
            asking.request("POST", self.address, urlencode(fields), self.headers)
            answer = asking.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            asking.close()


def main(doors):
    client, first = at_the_door()
    others = [builders.make_door(first.grid, f"{floor}02") for floor in range(1, doors)]
    pages = [page_of(door) for door in (first, *others)]
    print(json.dumps([client.cookies["sessionid"].value, pages]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
