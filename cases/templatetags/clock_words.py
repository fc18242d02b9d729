from django import template

from cases import clocks

register = template.Library()


@register.filter
def explained(case):
    """Why the case is due when it is due: a list of sentences."""
    return clocks.explain(case.due_because, case.due_at)
