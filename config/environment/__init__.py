"""What the environment says of this house: one table of settings, read, checked and written down.

`table.py` is the table; `reading.py` reads an environment by it and has a sentence for each thing
that is wrong; `house.py` is what settings are made of, and ends the start with those sentences;
`page.py` writes docs/settings.md. What only the world can tell (does the class exist, do the keys
open the data) is asked when the house is about to start: config/serving/starting.py.
"""
