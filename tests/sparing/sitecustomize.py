"""First on the path of programs that tests start: migrations from zero take a third of the time.

Django draws anew, at each step, every model that has to do with the one that changed; of ours that
are all, some fourteen thousand times. Tables need no more than the model itself. Steps that rename,
or run code of ours, still find all models drawn together. What comes out is the same, as
tests/upgrade/test_from_zero.py tries.
"""

import gc
import sys


def draw_less():
    from django.db.migrations.state import ProjectState

    def only_itself(state, app_label, model_name, delay=False):
        state.is_delayed = True  # so whoever asks for all of them finds all drawn anew
        return {(app_label, model_name)}

    def all_anew(renamed):
        def rename(state, *names):
            state.__dict__.pop("apps", None)
            return renamed(state, *names)

        return rename

    ProjectState._find_reload_model = only_itself
    ProjectState.rename_field = all_anew(ProjectState.rename_field)
    ProjectState.rename_model = all_anew(ProjectState.rename_model)
    gc.disable()  # nothing of it is garbage for long


if "migrate" in sys.orig_argv:
    draw_less()
