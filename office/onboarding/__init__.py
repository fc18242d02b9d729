"""开张: what leads a street from empty to its opening day.

steps.py is the registry (each app registers what it knows of a step), own.py the steps of places
and staff, opening.py the day itself and what follows from it.
"""
