"""Tables whose rows never change and never go away, held to it by the database itself."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState as State

POSTGRES = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER {table}_keeps BEFORE UPDATE OR DELETE ON "{table}"
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_keeps_all BEFORE TRUNCATE ON "{table}"
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
SQLITE = """
CREATE TRIGGER {table}_keeps_rows BEFORE DELETE ON "{table}"
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
CREATE TRIGGER {table}_keeps_values BEFORE UPDATE ON "{table}"
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""


class AppendOnly(Operation):
    """Migration operation: `AppendOnly("morality_bank_transfer")`. Both engines raise IntegrityError."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str):
        self.table = table

    def state_forwards(self, app_label: str, state: State) -> None:
        pass

    def database_forwards(self, app_label: str, editor: Editor, old: State, new: State) -> None:
        if editor.connection.vendor == "postgresql":
            # Without parameters: the text carries a percent sign of its own.
            editor.execute(POSTGRES.format(table=self.table), params=None)
        else:
            for statement in SQLITE.format(table=self.table).split("END;")[:-1]:
                editor.execute(statement + "END;", params=None)

    def database_backwards(self, app_label: str, editor: Editor, old: State, new: State) -> None:
        for trigger in ("keeps", "keeps_all", "keeps_rows", "keeps_values"):
            where = f' ON "{self.table}"' if editor.connection.vendor == "postgresql" else ""
            editor.execute(f"DROP TRIGGER IF EXISTS {self.table}_{trigger}{where}")

    def describe(self) -> str:
        return f"{self.table} becomes append-only"


class Unlocked(AppendOnly):
    """Before a column is added: SQLite then builds the table anew and would forget its triggers.

    `AppendOnly` follows in the same migration.
    """

    def database_forwards(self, app_label: str, editor: Editor, old: State, new: State) -> None:
        super().database_backwards(app_label, editor, old, new)

    def database_backwards(self, app_label: str, editor: Editor, old: State, new: State) -> None:
        super().database_forwards(app_label, editor, old, new)

    def describe(self) -> str:
        return f"{self.table} takes another column"
