"""One year of days off and make-up days: seen by whoever makes rules, arranged by whoever rules the house.

What holds is decided in grids/calendar.py, what an arrangement does in grids/arranged_years.py.
"""
