"""People in templates, as much of them as whoever reads the page may see (residents/masks.py)."""

from django import template

from residents import masks

register = template.Library()


@register.filter
def name_to(person, reader):
    return masks.name(person, to=reader)


@register.filter
def home_to(person, reader):
    return masks.home(person, to=reader)
