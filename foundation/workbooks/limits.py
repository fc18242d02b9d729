"""How much of anything an honest workbook has; whatever has more is refused."""

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
"""Bytes out of an archive."""
MOST_CHARACTERS = 15_000_000
"""In all cells together: one long string may stand in each of them."""
MOST_RATIO = 50
# Below this a high ratio is only a sheet of empty formatted rows, and harmless.
RATIO_COUNTS_FROM = 5 * 1024 * 1024
MOST_MEMBERS = 200
MOST_ROWS = 50_000
ROWS_ABOVE = 10  # a title and notes before the first person
MOST_COLUMNS = 60  # are read
MOST_CELLS_IN_A_ROW = 500
MOST_AREA = 4_000_000
"""Cells from A1 to the last row and the last column of all sheets: the reader lays them down."""
MOST_ELEMENTS = 3_000_000

# Of one member of an archive: what may stand between two elements that are passed over, how large
# one may be that a reader keeps whole, and how many elements beside cells it may have.
MOST_BETWEEN = 1024 * 1024
MOST_WHOLE = 5 * 1024 * 1024
MOST_ASIDE = 50_000

# Of the process that reads.
MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 60
