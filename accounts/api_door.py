"""The door of the API: who knocks, in which language, how often, and with how much under the arm.

A program shows a token (`Authorization: Bearer …`, or `Token …`); a page of ours its session, and
then the CSRF header too. A token that is wrong, ended or revoked is refused at once, and counts
for the network it came from.
"""

import json
from datetime import timedelta

from django.conf import settings
from django.utils import timezone, translation
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from accounts import tokens
from foundation import rate_limits
from foundation.api import errors
from foundation.networks import network_of
from foundation.parameters import length_of

SCHEMES = ("bearer", "token")
LARGEST = 256 * 1024  # bytes; the longest report takes 10 kB
A_MINUTE = timedelta(minutes=1)


class ApiDoorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.token = None
        if not errors.is_for_a_program(request):
            return self.get_response(request)
        with translation.override(language_of(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.refusal(request) or self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def refusal(self, request):
        """What is wrong with the caller or the request as such; nothing of it is read before."""
        now = timezone.now()
        shown = request.headers.get("Authorization")
        if shown is not None:
            request.token = token_in(shown, now)
        try:
            count(request, shown, now)
        except rate_limits.TooOften as too_often:
            return errors.too_often(too_often.again_at, at=now)
        if shown is not None and request.token is None:
            return errors.not_signed_in()
        if length_of(request) > LARGEST:
            return errors.problem(413)
        if request.token:
            request.user = request.token.user
            tokens.note_use(request.token, at=now)
        return None


def token_in(header: str, now):
    scheme, _space, text = header.partition(" ")
    return tokens.holder(text.strip(), at=now) if scheme.lower() in SCHEMES else None


def count(request, shown, now) -> None:
    """Somebody known counts as themselves, a stranger and a wrong token as their network."""
    user = request.token.user if request.token else None if shown is not None else request.user
    if user is not None and user.is_authenticated:
        rate_limits.spend(
            "api-user", str(user.pk), limit=settings.API_A_MINUTE["user"], per=A_MINUTE, at=now
        )
    else:
        limit = settings.API_A_MINUTE["address"]
        rate_limits.spend("api-address", network_of(request), limit=limit, per=A_MINUTE, at=now)


def language_of(request) -> str:
    """As chosen on our pages; a program says it with Accept-Language."""
    if "language" in request.COOKIES or "Accept-Language" not in request.headers:
        return translation.get_language()
    return translation.get_language_from_request(request)


class Caller(SessionAuthentication):
    """Who the door let in; somebody with a session must also show that the request is theirs."""

    def authenticate(self, request):
        token = request._request.token
        return (token.user, token) if token else super().authenticate(request)

    def authenticate_header(self, request):
        return "Bearer"


class Json(JSONParser):
    """Nested deeper than anybody means to is a mistake of the sender, not of ours; so are halves of
    characters, which no answer could repeat and no database takes."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            parsed = super().parse(stream, media_type, parser_context)
            json.dumps(parsed, ensure_ascii=False).encode()
        except (RecursionError, ValueError) as error:
            raise ParseError from error
        return parsed
