"""What the trials of the open house tried, in one table at the end (`bootstrap.py prove open`)."""

import json

import pytest

HEADS = ("trial", "tried", "acknowledged", "lost", "doubled", "seconds until open", "note")
PROPERTY = "open"


@pytest.fixture
def figures(record_property):
    """`figures(trial, tried=…, acknowledged=…, lost=…, doubled=…, seconds=…, note=…)` is a line of it.

    Counts are whole numbers; `seconds` is how long it took until the house was open again; what does
    not apply is left out.
    """

    def write(trial, *, tried, acknowledged="", lost="", doubled="", seconds="", note=""):
        shown = f"{seconds:.1f}" if seconds != "" else ""
        line = (trial, tried, acknowledged, lost, doubled, shown, note)
        record_property(PROPERTY, json.dumps([str(each) for each in line], ensure_ascii=False))

    return write


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    lines = [
        json.loads(kept)
        for report in reports
        for name, kept in (getattr(report, "user_properties", None) or [])
        if name == PROPERTY and report.when == "call"
    ]
    if not lines:
        return
    widths = [max(map(len, column)) for column in zip(HEADS, *lines, strict=True)]
    terminalreporter.section("the open house")
    for line in [HEADS, *lines]:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        terminalreporter.write_line("  ".join(cells).rstrip())
