"""Workbooks that somebody uploads: the row that keeps one (`rows.py`) and its form (`forms.py`).

Rosters and organisation workbooks are such rows; their first pages extend
`templates/components/uploads_page.html`.
"""
