"""What a community has instead of the rules of its street and of the house, for its secretary.

The street office has the registers (office/regulation_admin.py); who may write, and which rule holds,
is the same for both (grids/regulations.py).
"""
