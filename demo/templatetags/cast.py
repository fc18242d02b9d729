from django import template

from demo import cast

register = template.Library()


@register.simple_tag
def the_cast():
    """Who is offered on the demo's sign-in page."""
    return cast.SIGN_IN


@register.simple_tag
def demo_password():
    return cast.PASSWORD
