"""What did not go out, so that somebody can see to it; never what it said, nor to whom."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from notices import events
from notices.delivery import dead_letters, reasons
from notices.models import Reminder


class TroubleAdmin(ModelAdmin):
    """Only what failed, only to read: the clock tries again by itself."""

    show_full_result_count = False
    keeps_changelog = False
    when_empty = _("都送到了，都办成了，没有要处理的。")
    list_per_page = 50
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(tries__gt=0)

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("为什么"))
    def why(self, row):
        """The first line: what databases add below it names rows and values."""
        return row.error.partition("\n")[0][:80]


class NoticeAdmin(TroubleAdmin):
    """Registered by residents.admin, which knows in whose area a recipient is."""

    list_display = fields = ["rule", "channel", "due_at", "tries", "why"]
    list_filter = ["channel"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(sent_at__isnull=True)

    @admin.display(description=_("哪一类"))
    def rule(self, notice):
        """The first word of the key; the rest names people and things."""
        return notice.key.partition(":")[0]


class DeadLetterAdmin(TroubleAdmin):
    """Registered by residents.admin. What was given up goes out again when somebody says so."""

    list_display = fields = ["rule", "way", "due_at", "tries", "given_up_at", "why"]
    list_filter = ["way"]
    list_select_related = ["notice"]
    actions = ["send_again"]

    def get_queryset(self, request):
        """Also what was never tried because nothing was to leave the house."""
        return ModelAdmin.get_queryset(self, request).given_up()

    @admin.display(description=_("哪一类"))
    def rule(self, letter):
        return events.of(letter.notice.key).verbose_name

    @admin.display(description=_("为什么"))
    def why(self, letter):
        return reasons.in_words(letter.error)

    @admin.action(description=_("再发一次"))
    def send_again(self, request, letters):
        count, whys, now = 0, set(), timezone.now()
        for letter in letters.select_related("notice", "recipient"):
            try:
                count += dead_letters.send_again(letter, by=request.user, at=now)
            except dead_letters.NotAnyMore as no:
                whys.add(no.why)
        for why in sorted(whys):
            messages.warning(request, gettext(why))
        if count:
            text = ngettext("%(n)s 条再发一次，马上就走。", "%(n)s 条再发一次，马上就走。", count)
            messages.success(request, text % {"n": count})


@admin.register(Reminder)
class ReminderAdmin(TroubleAdmin):
    list_display = fields = ["rule", "period", "due_at", "tries", "why"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(done_at__isnull=True)
