"""How an operation of the API is declared, answered, refused, paged and written down.

`operations` declares one, `errors` and `exceptions` say no in one shape, `keyset` turns pages,
`schema` makes the OpenAPI document of what is declared, `docs` shows it to people.
"""
