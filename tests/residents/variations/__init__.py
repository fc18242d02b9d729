"""Cells and files of the kinds that went wrong in offices, drawn from a seed with their right end.

Each kind is a function of a `random.Random` that returns a Variation: what stands in the cells, and
how a careful clerk would end it. The ends are written from the sentences of the kinds alone; none
is taken from the code that reads. Many variations are lines of one file.
"""
