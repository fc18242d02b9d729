import logging
import sys

from config.logs import Brief


def test_what_passes_by_itself_is_told_in_one_line():
    try:
        raise ConnectionError("no broker\nat this address")
    except ConnectionError:
        record = logging.LogRecord("celery.beat", 40, "", 0, "away\nagain", (), sys.exc_info())
    assert Brief("%(name)s %(message)s").format(record) == "celery.beat away"
