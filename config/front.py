"""The front door, and what people read when something is not there or broke."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import signed_in
from grids.access import arrives_at


@signed_in
@require_GET
def front_door(request):
    """Sends each person to their own front door."""
    return redirect(arrives_at(request.user))


def bad_request(request, exception):
    return render(request, "errors/400.html", status=400)


def not_allowed(request, exception):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception):
    """One answer for missing and forbidden; it says nothing about the address asked for."""
    return render(request, "errors/404.html", status=404)


def broken(request):
    return render(request, "errors/500.html", status=500)
