"""`{% shown_to_you %}` in a form: what is sent from it is known to come from somebody we showed it to."""

from django import template
from django.utils.html import format_html

from accounts.late import proof

register = template.Library()


@register.simple_tag(takes_context=True)
def shown_to_you(context):
    request = context["request"]
    mark = proof.mark(request.user, request.get_full_path())
    return format_html('<input type="hidden" name="{}" value="{}">', proof.FIELD, mark)
