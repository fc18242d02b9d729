import gc

# What a start makes stays, and what a request makes goes by itself; Python's own 700 would look for
# circles of garbage all the while, which took a seventh of every start.
gc.set_threshold(50_000, 20, 20)

from config.celery import app as celery_app  # noqa: E402 - so that it holds for all that follows

__all__ = ["celery_app"]
