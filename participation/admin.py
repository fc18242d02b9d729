from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from office.regulation_admin import RegulationAdmin
from participation.models import FeedbackDeadline


@admin.register(FeedbackDeadline)
class FeedbackDeadlineAdmin(RegulationAdmin):
    """Within how many working days the box is answered. A change counts from then on."""

    ruled = ["amount", "basis"]
    counts_from = _("从改好以后新提的意见算起，已经在算的期限不变。")
    list_display = ["__str__", "amount", "basis"]
    list_select_related = ["area"]
