"""What a session or a token says of the second factor that was shown, and what that opens."""

NONE, CARD, LATER, DEVICE, PAPER, KEY = "", "card", "later", "device", "paper", "key"
"""Nothing yet · a card of the office, with which something is set up · may still be put off ·
registered device · code from paper · code from the phone."""
OWN = frozenset({PAPER, KEY})
ANY = OWN | {LATER, DEVICE}


def opens(mark: str, *, own: bool) -> bool:
    """Whether the mark opens a post; `own`: one that wants a factor of its owner's.

    Whoever may still put it off (factors.asking) is not held up. A mark nobody knows opens nothing.
    """
    return mark in ANY and not (own and mark == DEVICE)
