"""What the trial `messages` counted, in a table at its end."""

import json

import pytest

PROPERTY = "messages"


@pytest.fixture
def figures(record_property):
    """`figures(name, **columns)` is a line of it; what stands in no column is left out."""

    def write(name, **columns):
        line = {"run": name} | {key: str(value) for key, value in columns.items()}
        record_property(PROPERTY, json.dumps(line, ensure_ascii=False))

    return write


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    lines = [
        json.loads(kept)
        for report in reports
        for name, kept in (getattr(report, "user_properties", None) or [])
        if name == PROPERTY and report.when == "call"
    ]
    if lines:
        terminalreporter.section("what was told")
    for line in lines:
        name = line.pop("run")
        columns = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in line.items())
        terminalreporter.write_line(f"{name}: {columns}")
