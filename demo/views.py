from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.factors import marks
from accounts.models import User
from accounts.views import welcome
from demo import cast
from foundation.access import open_to_all


@open_to_all
@require_POST
def sign_in_as(request, username):
    """One tap on somebody of the cast; only routed in the demo (config/urls.py)."""
    member = cast.member(username)
    if member is None or member.phone:
        raise Http404
    user = get_object_or_404(User, username=member.username, is_active=True)
    onward = welcome(request, user, by="password", factor=marks.KEY)
    # Without words of their own that wait for them, everybody starts at their own front door.
    return onward if "kept" in request.session else redirect("front-door")
