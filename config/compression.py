"""Pages leave the house packed, so that a phone in a stairwell has them sooner."""

from django.middleware.gzip import GZipMiddleware

PACKED = ("text/", "application/json", "application/manifest+json", "application/vnd.oai")


class PackedTextMiddleware(GZipMiddleware):
    """Packs what is text; photos and workbooks are packed already, and keep their length.

    Django's own adds bytes of a random number, so that the length of an answer tells nothing of
    the secrets in it to whoever can add words of their own to the page (BREACH).
    """

    def process_response(self, request, response):
        if response.streaming or not response.get("Content-Type", "").startswith(PACKED):
            return response
        return super().process_response(request, response)
