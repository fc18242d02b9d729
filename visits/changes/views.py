from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foundation.parameters import as_whole_number
from grids.access import for_duty
from grids.roles import Duty
from residents.models import Dwelling, Person
from visits.changes import saying
from visits.models import MajorChange


@for_duty(Duty.LOG_CONTACTS)
@require_POST
def changed(request, pk):
    """One tap at the door: what happened to one of those who live there."""
    doors = Dwelling.objects.visible_to(request.reader).with_duty(request.reader, Duty.LOG_CONTACTS)
    dwelling = get_object_or_404(doors, pk=pk)
    people = Person.objects.visible_to(request.reader).with_duty(request.reader, Duty.SEE_CARE)
    key, kind = as_whole_number(request.POST.get("person")), request.POST.get("kind", "")
    person = people.here().filter(home=dwelling, pk=key).first() if key else None
    if person is None or kind not in MajorChange.Kind.values:
        messages.error(request, _("没有记下：请在门牌页上点一下是谁、什么事。"))
        return redirect("visits:door", dwelling.pk)
    saying.say(person=person, kind=kind, by=request.user, at=timezone.now())
    sentence = _("记下了：%(name)s，%(what)s。明天以前要联系一次，已经排到前面。")
    words = {"name": person.name, "what": MajorChange.Kind(kind).label}
    messages.success(request, sentence % words)
    return redirect("visits:door", dwelling.pk)
