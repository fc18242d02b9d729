"""调整网格: which grid, what would change, the yes with the password, and back again.

What a change does is decided in grids/boundaries; here it is asked for, shown and agreed to.
"""
