"""Reading goes on while the disk is full."""

import logging

from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError

from foundation import disk

log = logging.getLogger("zerentian")


class RoomySessionMiddleware(SessionMiddleware):
    """A page that is only read is shown also when there is no room to note that somebody was here."""

    def process_response(self, request, response):
        try:
            return super().process_response(request, response)
        except DatabaseError as error:
            if request.method not in ("GET", "HEAD") or not disk.is_full(error):
                raise
            log.warning("no room to note that a session is in use: %s", error)
            return response
