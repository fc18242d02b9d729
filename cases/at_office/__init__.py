"""What the office's first page hears of cases: a step to the opening, and what waits."""
