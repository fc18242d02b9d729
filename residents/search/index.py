"""Finding people by a piece of their name, among millions.

A Chinese name has two or three characters, too few for trigrams: PostgreSQL would read the whole
city. It keeps a GIN index of pairs of neighbouring characters instead. A pair is one number: the
street, then the code points of both characters (21 bits each), so a common pair of the city is
a short list in one street, and somebody who moves to another street needs no work of ours. The
name's beginning counts as a character, which makes a surname alone a pair too. Names are compared
by their key (foundation/names/spelling.py).

The first reading of a name is a column with an index by its beginning. All other readings are words
of one column, each behind a blank; PostgreSQL keeps them as `street:sound`, found by their beginning,
too, and only for the half of all people who have any. On SQLite, which serves one small office,
LIKE within the street is enough for either.
"""

from django.db import connection
from django.db.migrations.operations.base import Operation
from django.db.models import BooleanField, F, Func, Q, TextField, Value

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


BY_KEY = """
DROP INDEX person_name_pairs;
CREATE INDEX person_name_pairs ON residents_person
    USING gin (residents_name_pairs(township_id, name_key));
CREATE FUNCTION residents_sounds(street bigint, sounds text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    RETURN array_to_tsvector(
        ARRAY(SELECT street || ':' || sound FROM unnest(string_to_array(ltrim(sounds), ' ')) sound)
    );
END $$;
CREATE INDEX person_other_sounds ON residents_person
    USING gin (residents_sounds(township_id, other_sounds)) WHERE other_sounds <> '';
"""
BY_NAME = """
DROP INDEX person_other_sounds;
DROP FUNCTION residents_sounds(bigint, text);
DROP INDEX person_name_pairs;
CREATE INDEX person_name_pairs ON residents_person
    USING gin (residents_name_pairs(township_id, name));
"""


class IndexNamePairs(Operation):
    """Migration operation; there is nothing to do on SQLite."""

    forwards, backwards = POSTGRES, BACK
    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, editor, from_state, to_state):
        if editor.connection.vendor == "postgresql":
            editor.execute(self.forwards, params=None)

    def database_backwards(self, app_label, editor, from_state, to_state):
        if editor.connection.vendor == "postgresql":
            editor.execute(self.backwards, params=None)

    def describe(self):
        return "Index the names of people by pairs of characters"


class IndexNameKeys(IndexNamePairs):
    """The pairs are those of the name's key; other readings have an index beside the first."""

    forwards, backwards = BY_KEY, BY_NAME

    def describe(self):
        return "Index the names of people by their keys, and by every reading"


def pairs(street: int, piece: str) -> list[int]:
    """The numbers every name in this street has that contains the piece (a lone character: that
    begins with it), as the database's own function counts them."""
    text = BEGINNING + piece if len(piece) == 1 else piece
    place = (street & MANY_STREETS) << 42
    return [place | ord(one) << 21 | ord(other) for one, other in zip(text, text[1:], strict=False)]


def has_pairs(street: int, piece: str) -> Func:
    """Of PostgreSQL only: the person's name, as its key, has all pairs of the piece in this street."""
    name = Func(
        F("township_id"), F("name_key"), function="residents_name_pairs", output_field=TextField()
    )
    return Func(
        name,
        Value(pairs(street, piece)),
        template="%(expressions)s::bigint[]",
        arg_joiner=" @> ",
        output_field=BooleanField(),
    )


def sounds_otherwise(streets: list[int], sound: str) -> Q:
    """Another reading of the name, or its initials, begins like this; `sound` is a-z only."""
    if connection.vendor != "postgresql":
        return Q(other_sounds__contains=f" {sound}")
    readings = Func(
        F("township_id"), F("other_sounds"), function="residents_sounds", output_field=TextField()
    )
    wanted = " | ".join(f"'{street}:{sound}':*" for street in streets)
    begins = Func(
        readings,
        Value(wanted),
        template="%(expressions)s::tsquery",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    return ~Q(other_sounds="") & Q(begins)
