"""开张: a street's organisation comes in one workbook, and goes out as the same one.

sheets.py (what each app registers) → reading.py (cells to lines and faults) → plan.py (what would
change, what is asked) → taking.py (one transaction, and back again), led by workflow.py.
"""
