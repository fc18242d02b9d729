"""What we hold about people: the whole registry for staff, and in plain words for everybody."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from foundation.access import signed_in
from foundation.audit import personal_data
from foundation.audit.personal_data import Level, Whose
from grids.access import for_duty
from grids.roles import Duty
from residents import masks
from residents.models import Person
from residents.reveal.views import looks_page

LOOKS = {"ordinary": "plain", "sensitive": "due", "minors": "due"}


@for_duty(Duty.EXPORT)
@require_GET
def fields(request):
    """Every field with level, purpose, basis and how long, as `manage.py field_registry` prints."""
    models = [
        {
            "declaration": each,
            "whose": Whose(each.whose).label,
            "groups": [
                {"group": group, "look": LOOKS[group.level], "names": _names(each, group)}
                for group in each.groups
            ],
        }
        for each in personal_data.personal()
    ]
    count = sum(len(group.fields) for each in personal_data.personal() for group in each.groups)
    return render(request, "reports/fields.html", {"models": models, "count": count})


def _locked(group):
    """What not everybody here sees: delicate by law, or sealed by us."""
    return group.level != Level.ORDINARY or any(name.endswith("_sealed") for name in group.fields)


def _names(declaration, group):
    """The words of the screen where a field has some, its name in the table elsewhere."""
    named = []
    for name in group.fields:
        column = declaration.model._meta.get_field(name)
        plain = str(column.verbose_name) == name.replace("_", " ")
        named.append(name if plain else f"{column.verbose_name} ({name})")
    return named


@signed_in
@require_GET
def registered(request):
    """For somebody themselves: what is registered about you, why, on what ground, how long."""
    person = (
        Person.objects.filter(user=request.user).select_related("home__building__compound").first()
    )
    groups = [
        {"group": group, "keep": each.keep, "locked": _locked(group)}
        for each in personal_data.personal()
        if each.whose != Whose.STAFF
        for group in each.groups
        if group.shown_as
    ]
    context = {"person": person, "told": groups} | looks_page(person)
    if person:
        context |= {
            "phone": masks.phone(person) or _("未登记"),
            "id_number": masks.id_number_in_list(person),
        }
    return render(request, "reports/registered.html", context)
