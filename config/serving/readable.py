"""A request whose headers Django can take apart, whatever they say.

Some ways of naming an encoding break Django itself, before any middleware could answer. So the one
a request names is kept and never used: config/serving/request_middleware.py refuses all but UTF-8.
"""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class ReadableRequest(WSGIRequest):
    def _set_content_type_params(self, meta):
        try:
            parts = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, LookupError):
            parts = "", {}
        self.content_type, self.content_params = parts


class ReadableHandler(WSGIHandler):
    request_class = ReadableRequest
