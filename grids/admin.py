from unfold.admin import ModelAdmin


class ScopedAdmin(ModelAdmin):
    """Lists and opens only what this person's posts reach, as every page does."""

    def get_queryset(self, request):
        ordering = self.get_ordering(request)
        rows = self.model.objects.visible_to(request.user)
        return rows.order_by(*ordering) if ordering else rows

    def formfield_for_foreignkey(self, field, request, **options):
        """Choices are rows like any other: another street's are not offered and not taken."""
        choices = field.remote_field.model._default_manager
        if hasattr(choices, "visible_to"):
            options.setdefault("queryset", choices.visible_to(request.user))
        return super().formfield_for_foreignkey(field, request, **options)
