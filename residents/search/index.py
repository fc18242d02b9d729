"""Finding people by a piece of their name, among millions.

A Chinese name has two or three characters, too few for trigrams: PostgreSQL would read the whole
city. It keeps a GIN index of pairs of neighbouring characters instead. A pair is one number: the
street, then the code points of both characters (21 bits each), so a common pair of the city is
a short list in one street, and somebody who moves to another street needs no work of ours. The
name's beginning counts as a character, which makes a surname alone a pair too. On SQLite, which
serves one small office, LIKE within the street is enough.
"""

from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, F, Func, TextField, Value

BEGINNING = "^"
MANY_STREETS = 2**21 - 1
"""Area keys beyond this share their numbers with another street's; LIKE tells them apart."""

POSTGRES = """
CREATE FUNCTION residents_name_pairs(street bigint, name text) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    place bigint := (street & 2097151) << 42;
    before bigint := 94;
    this bigint;
    pairs bigint[] := '{}';
BEGIN
    FOR i IN 1 .. length(name) LOOP
        this := ascii(substr(name, i, 1));
        pairs := pairs || (place | (before << 21) | this);
        before := this;
    END LOOP;
    RETURN pairs;
END $$;
CREATE INDEX person_name_pairs ON residents_person
    USING gin (residents_name_pairs(township_id, name));
"""
BACK = """
DROP INDEX person_name_pairs;
DROP FUNCTION residents_name_pairs(bigint, text);
"""


class IndexNamePairs(Operation):
    """Migration operation; there is nothing to do on SQLite."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, editor, from_state, to_state):
        if editor.connection.vendor == "postgresql":
            editor.execute(POSTGRES, params=None)

    def database_backwards(self, app_label, editor, from_state, to_state):
        if editor.connection.vendor == "postgresql":
            editor.execute(BACK, params=None)

    def describe(self):
        return "Index the names of people by pairs of characters"


def pairs(street: int, piece: str) -> list[int]:
    """The numbers every name in this street has that contains the piece (a lone character: that
    begins with it), as the database's own function counts them."""
    text = BEGINNING + piece if len(piece) == 1 else piece
    place = (street & MANY_STREETS) << 42
    return [place | ord(one) << 21 | ord(other) for one, other in zip(text, text[1:], strict=False)]


def has_pairs(street: int, piece: str) -> Func:
    """Of PostgreSQL only: the person's name has all pairs of the piece in this street."""
    name = Func(
        F("township_id"), F("name"), function="residents_name_pairs", output_field=TextField()
    )
    return Func(
        name,
        Value(pairs(street, piece)),
        template="%(expressions)s::bigint[]",
        arg_joiner=" @> ",
        output_field=BooleanField(),
    )
