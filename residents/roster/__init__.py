"""名册: a community's workbook goes one road, and no stage calls back into an earlier one.

    reading → matching → deciding → planning → writing → saying

`workflow` leads along it; what stages hand to each other (columns, rows, questions, likeness, plan,
pages) lies beside the road and calls none of them.
"""
