"""docs/settings.md, made of the table (`manage.py check_settings --page`)."""

from config.environment.table import SETTINGS, Setting

HEAD = """\
# Settings

All of them come from the environment, or from the file `env` in the data folder. `manage.py check_settings` says what is wrong with
them, and nothing starts before that is put right. Made by `manage.py check_settings --page`.

| Setting | What it is | What to write | Unless set |
|---|---|---|---|
"""


def page() -> str:
    return HEAD + "".join(f"{_row(setting)}\n" for setting in SETTINGS)


def _row(setting: Setting) -> str:
    default = {None: "needed", "": "nothing"}.get(setting.default, f"`{setting.default}`")
    must = setting.kind.must.en.replace("|", "\\|")
    return f"| `{setting.name}` | {setting.what.en} | {must} | {default} |"
