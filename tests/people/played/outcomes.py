"""Which confirmations there are in the code, and which of their answers are played in the browser."""

import ast
from pathlib import Path

from office.models import Proposal
from residents.models import Meeting

YES, NO = "yes", "no"


def plays(answer, *confirmations):
    """Mark a test: it gives this answer to each of these confirmations, and sees what follows."""

    def marked(test):
        test.played = getattr(test, "played", set()) | {(each, answer) for each in confirmations}
        return test

    return marked


# Who asks whether two people are two, and for which confirmations it is asked.
PROPOSALS = tuple(f"proposal:{kind}" for kind in Proposal.Kind.values)
MEETINGS = tuple(f"meeting:{verdict}" for verdict in Meeting.Verdict.values)
ASKED_FOR = {
    "accounts/two_people.py": (),  # the question itself
    "grids/second.py": PROPOSALS,
    "residents/joining/workflow.py": MEETINGS,
    "residents/joining/views.py": MEETINGS,
    "residents/api/meetings.py": MEETINGS,
    "residents/numbers/seconds.py": (),  # whoever takes a pair, see below
    # Of points and no way in; both answers are given in tests/morality_bank/test_settling.py.
    "morality_bank/agreeing.py": (),
    # Nothing is confirmed here: nobody chooses themselves.
    "cases/harm/receivers.py": (),
    "reports/exports/requests.py": ("export",),
    "reports/views/deciding.py": ("export",),
    "reports/notifications.py": ("export",),
}


def asking(sources):
    """The files that ask whether two people are two."""
    return {path for path, text in sources.items() if any(map(_asks, ast.walk(ast.parse(text))))}


def _asks(node):
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return getattr(called, "attr", getattr(called, "id", "")) == "are_two"


def taking_a_pair(sources):
    """What two do who both saw somebody: the names of the functions, one by one."""
    found = set()
    for path, text in sources.items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                noted = [each.annotation for each in (*node.args.args, *node.args.kwonlyargs)]
                if any(isinstance(each, ast.Name) and each.id == "Pair" for each in noted):
                    found.add(f"{Path(path).stem}.{node.name}")
    return found


def confirmations(sources):
    """Every kind of confirmation the code knows."""
    return {each for path in asking(sources) for each in ASKED_FOR[path]} | taking_a_pair(sources)
