"""A request whose headers Django can take apart, whatever they say.

Some ways of naming an encoding break Django itself, before any middleware could answer. So the one
a request names is kept and never used: config/request_middleware.py refuses all but UTF-8.
"""

from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class ReadableRequest(WSGIRequest):
    def _set_content_type_params(self, meta):
        try:
            parts = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except (ValueError, LookupError):
            parts = "", {}
        self.content_type, self.content_params = parts

    def _load_post_and_files(self):
        try:
            super()._load_post_and_files()
        except LookupError as unknown:  # a part of the form says it is written in no encoding
            self._mark_post_parse_error()
            raise BadRequest("a form in an unknown encoding") from unknown


class ReadableHandler(WSGIHandler):
    request_class = ReadableRequest
