"""_x000D_ and its like: characters that XML cannot hold, as Office writes them."""

import re

# ECMA-376 Part 1, 22.9.2.19 (ST_Xstring): a UTF-16 unit in four hexadecimal digits.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """The characters that were meant. Some programs write them where nobody takes them away again.

    Half a character becomes U+FFFD, which no name holds.
    """
    if not ESCAPED.search(text):
        return text
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
