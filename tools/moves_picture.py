"""Draw the moves of a case into docs/glossary.md, as its table (cases/moves.py) has them.

python tools/moves_picture.py
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "glossary.md"
DRAWN = re.compile(r"(?<=```mermaid\n).*?(?=\n```)", re.S)


def drawn() -> str:
    return DRAWN.search(PAGE.read_text())[0]


def main():
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.utils import translation

    from cases import moves

    with translation.override("zh-hans"):
        PAGE.write_text(DRAWN.sub(lambda _old: moves.picture(), PAGE.read_text()))


if __name__ == "__main__":
    main()
