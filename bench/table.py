"""The table: on the screen, and in docs/performance.md."""

import re
from pathlib import Path

from bench.measure import Figure

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- the table begins -->", "<!-- the table ends -->"
HEAD = ["measured", "against", "ratio", "target", "", "this machine", "note"]


def markdown(chapters: dict[str, list[Figure]]) -> str:
    lines = []
    for title, figures in chapters.items():
        lines += [f"### {title}", "", _line(HEAD), _line(["---"] * len(HEAD))]
        lines += [_line(cells(figure)) for figure in figures]
        lines.append("")
    return "\n".join(lines)


def cells(figure: Figure) -> list[str]:
    target = ""
    if figure.target is not None:
        target = f"{'≥' if figure.more_is_better else '≤'} {figure.target:g}"
    return [
        figure.what,
        figure.against,
        number(figure.ratio),
        target,
        figure.verdict,
        duration(figure.seconds),
        figure.note,
    ]


def number(ratio: float | None) -> str:
    if ratio is None:
        return "–"
    return f"{ratio:,.0f}" if ratio >= 20 else f"{ratio:.1f}" if ratio >= 3 else f"{ratio:.2f}"


def duration(seconds: float | None) -> str:
    if seconds is None:
        return ""
    if seconds < 1:
        return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
    return f"{seconds:.1f} s"


def _line(parts):
    return "| " + " | ".join(parts) + " |"


def write(table: str, *, command: str, said: str) -> None:
    """Put the table into the page, between its two marks."""
    page = PAGE.read_text()
    made = f"{BEGIN}\n\n`{command}` — {said}\n\n{table}\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda match: made, page, flags=re.DOTALL))
