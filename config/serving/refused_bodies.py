"""What people and programs are answered whose request was not taken in (config/serving/front.py).

It was too slow or too large, or there is no room for it. What is typed comes before photos, so the
words are mostly here already: they go back into the form, with a sentence. Fields that had not come
are missing there, so nothing is sent again by one press: somebody looks at it first.
"""

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import drafts
from config.serving import unavailable
from config.serving.bodies import REFUSED, is_too_large
from foundation.api import errors

PAGES = {408: "errors/408.html", 413: "errors/413.html", 503: "errors/no_room.html"}
SAYS = {
    408: _("网络太慢，没有送完，所以没有收。请把表单看一遍，重新选照片，到信号好的地方再按一次。"),
    413: _("照片或文件太大，所以没有收。请把表单看一遍，少选几张照片，再按一次。"),
    503: _("现在同时送来的文件太多，这一次没有收。请把表单看一遍，重新选照片，过几分钟再按一次。"),
}
WAIT = {503: 60, 507: 60}  # seconds


class BodyLimitMiddleware:
    """With a server that hands on everything, more than any form of ours can need is answered here,
    before anything of it is read."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        status = request.META.get(REFUSED)
        if is_too_large(request):
            status = 413
        if not status:
            return self.get_response(request)
        answer = _answer(request, status)
        if status in WAIT and answer.status_code == status:
            answer["Retry-After"] = str(WAIT[status])
        return answer


def _answer(request, status):
    if errors.is_for_a_program(request):
        return errors.problem(status)
    request.POST = typed_in(request)
    if status == unavailable.FULL.status:
        return unavailable.page(request, unavailable.FULL, is_whole=False)
    return _back_to_the_form(request, status) or render(request, PAGES[status], status=status)


def _back_to_the_form(request, status):
    """With the words in it, where we know whose they are and the form takes them (page_too_old, too)."""
    page = drafts.referring_page(request)
    if not page or request.htmx or not request.user.is_authenticated or page.startswith("/admin/"):
        return None
    draft = drafts.seal(request, owner=request.user.pk)
    if not draft:
        return None
    drafts.hand_over(request, draft)
    messages.warning(request, SAYS[status])
    return HttpResponseRedirect(page, status=303)


def typed_in(request) -> QueryDict:
    """The fields that had come whole; not the one in whose middle it ended, nor any file."""
    if not request.META.get(REFUSED) or request.method != "POST":
        return QueryDict()
    came = request.META["wsgi.input"].read()
    if request.content_type == "application/x-www-form-urlencoded":
        return QueryDict(came.rpartition(b"&")[0], encoding=request.encoding)
    mark = b"--" + request.content_params.get("boundary", "").encode()
    whole = came.rpartition(mark)[0] + mark + b"--\r\n"
    about = request.META | {"CONTENT_LENGTH": len(whole)}
    try:
        fields, _files = MultiPartParser(about, BytesIO(whole), [], request.encoding).parse()
    except MultiPartParserError:
        return QueryDict()
    return fields
