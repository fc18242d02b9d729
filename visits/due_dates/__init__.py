"""When somebody is due a contact, and why: rules and facts in, one day out (decision 55).

`due` is pure. `recompute` reads the facts of the people somebody touched and writes what follows, and is
the full recomputation when it is given everybody.
"""

from visits.due_dates.engine import Due, Facts, Rule, due
from visits.due_dates.working_out import differences, farthest, recompute, work_out

__all__ = ["Due", "Facts", "Rule", "differences", "due", "farthest", "recompute", "work_out"]
