"""What is drawn anew for every page: a short number looked for in it must not be found there."""

import re

OF_THE_ANSWER = re.compile(r'nonce="[^"]*"|name="(csrfmiddlewaretoken|shown)" value="[^"]*"')
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def without_chance(page: str) -> str:
    """The page without ids, nonces and tokens; everything somebody wrote or looks up stays."""
    return ID.sub("", the_same_each_time(page))


def the_same_each_time(page: str) -> str:
    """The page without what each answer draws anew: ids stay, for they tell one row from another."""
    return OF_THE_ANSWER.sub("", page)
