"""What an installation lost on its way: two looks compared, by topic, in sentences."""

# What was dropped or rewritten on purpose, each with its reason: "table", "table.column" or, as
# `look.structure` names it, "table index name".
STREETS = "once in the house and once in each area, by constraints with names (decision 19)"
OUT_OF_ITS_GROUP = "家里有人被伤害 stands by itself, where residents can choose it"
ONE_PHONE = "several people may have one phone: its index is not unique any more"
TWICE = "another index of the table finds the same rows"
ON_PURPOSE: dict[str, str] = {
    f"{table} {kind} {table}_{column}_key": STREETS
    for table, column in (("grids_calendarday", "day"), ("residents_contacttier", "tier"))
    for kind in ("constraint", "index")
} | {
    "residents_contacttier index residents_contacttier_tier_afec8596_like": STREETS,
    "accounts_user constraint accounts_user_phone_index_key": ONE_PHONE,
    "accounts_user index accounts_user_phone_index_key": ONE_PHONE,
    "residents_writtennumber index residents_writtennumber_before_index_1bbde858": TWICE,
    "residents_writtennumber index residents_writtennumber_before_index_1bbde858_like": TWICE,
    "residents_writtennumber index residents_writtennumber_person_id_92306782": TWICE,
    "cases_category.parent_id": OUT_OF_ITS_GROUP,
    "cases_category.position": OUT_OF_ITS_GROUP,
    "cases_category.words": OUT_OF_ITS_GROUP,
    "cases_category.icon": OUT_OF_ITS_GROUP,
    "cases_deadline": "it has a time of its own, three rows more",
}


def lost(before: dict, after: dict) -> dict[str, list]:
    """Empty when everything is still there."""
    topics = {
        "rows": rows(before["tables"], after["tables"]),
        "values": values(before["tables"], after["tables"]),
        "meaning": meaning(before, after),
        "structure": structure(before["structure"], after["structure"]),
        "sealed": differing(before["sealed"], after["sealed"]),
        **{
            name: differing({name: said}, {name: after["commands"].get(name)})
            for name, said in before["commands"].items()
        },
        **{what: words for what, words in after["pages"].items()},
    }
    return {topic: found for topic, found in topics.items() if found}


def rows(before, after):
    found = []
    for table, was in before.items():
        there = after.get(table, {"rows": "no table"})["rows"]
        if there != was["rows"] and table not in ON_PURPOSE:
            found.append(f"{table}: {was['rows']} → {there}")
    return found


def values(before, after):
    """Columns that are new are no loss."""
    return [
        f"{table}.{column}"
        for table, was in before.items()
        for column, digest in was["columns"].items()
        if after.get(table, {"columns": {}})["columns"].get(column) != digest
        and not {table, f"{table}.{column}"} & set(ON_PURPOSE)
    ]


def structure(before, after):
    return sorted(set(before) - set(after) - set(ON_PURPOSE))


def meaning(before, after):
    """Content types and permissions by the model they name, whatever it is called by now."""
    names = renamed(before["labels"], after["labels"])
    found = []
    for where, was in before["meant"].items():
        is_there = [tuple(row) for row in after["meant"].get(where, [])]
        expected = [_renamed(where, row, names) for row in was]
        found += [f"{where}: {row}" for row in expected if row not in is_there]
        if "." in where and len(expected) != len(is_there):
            found.append(f"{where}: {len(expected)} → {len(is_there)}")
    return found


def renamed(before, after):
    """A model is the one that reads its table: ("accounts", "record") → ("foundation", "record")."""
    return {
        tuple(label.split(".")): tuple(after[table].split("."))
        for table, label in before.items()
        if table in after
    }


def _renamed(where, row, names):
    """A row ends with app, model and perhaps a permission; before them stands its own key."""
    if where == "django_migrations":
        return tuple(row)
    at = 0 if where in ("django_content_type", "auth_permission") else 1
    kind = tuple(row[at : at + 2])
    return (*row[:at], *names.get(kind, kind), *row[at + 2 :])


def differing(before, after):
    if not all(isinstance(each, dict) for each in [*before.values(), *after.values()]):
        return [
            f"{name}: {was} → {after.get(name)}"
            for name, was in before.items()
            if after.get(name) != was
        ]
    return [
        f"{name} {pk}: {after.get(name, {}).get(pk, 'nothing')}"
        for name, was in before.items()
        for pk, text in was.items()
        if after.get(name, {}).get(pk) != text
    ]
