"""Django's SQLite, with a fair turn for whoever writes (`turn.py`); ENGINE "foundation.sqlite"."""
