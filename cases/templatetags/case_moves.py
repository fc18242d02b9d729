"""The table of moves in templates."""

from django import template

from cases import moves

register = template.Library()


@register.simple_tag
def moves_with_keys():
    return moves.with_keys()
