"""Which version this is: pyproject.toml says it, everybody else asks here."""

import tomllib
from pathlib import Path

PAPERS = Path(__file__).resolve().parent.parent / "pyproject.toml"
VERSION: str = tomllib.loads(PAPERS.read_text(encoding="utf-8"))["project"]["version"]
