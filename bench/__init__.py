"""What we measure, against what: `python3 bootstrap.py bench` (docs/performance.md)."""
