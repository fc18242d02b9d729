"""How hands, keyboards and programs write the same text."""

WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
UNSEEN = ["\u200b", "\ufeff", "\u200e", "\u2060", "\u00ad"]
BLANKS = [" ", "\u3000", "\u00a0", "\u2002", "\u2009", "\t"]
DASHES = "-‐‑‒–—―−﹘﹣－─"


def widened(chance, text):
    """Some or all of it in full width."""
    if chance.random() < 0.5:
        return text.translate(WIDE)
    return "".join(letter.translate(WIDE) if chance.random() < 0.3 else letter for letter in text)


def around(chance, text):
    """With what nobody sees or means, before, behind or both."""
    before = chance.choice(["", "", " ", "\u3000", "\ufeff", "\n", "'", "`"])
    behind = chance.choice(["", "", " ", "\u00a0", "\u200b", "\r\n", "\t"])
    return before + text + behind


def with_unseen(chance, text):
    place = chance.randint(0, len(text))
    return text[:place] + chance.choice(UNSEEN) + text[place:]


def as_typed(chance, text):
    """The text, as one of many would hand it in."""
    way = chance.choice([widened, around, with_unseen, lambda _chance, same: same])
    return way(chance, text)
