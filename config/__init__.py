import gc

# What a start makes stays, and what a request makes goes by itself: looking for circles of garbage
# every 700 objects, as Python does, costs a fourteenth of a request. Much more seldom costs as much,
# for then new objects always lie in memory that is far from the processor.
gc.set_threshold(5_000, 20, 20)

from config.celery import app as celery_app  # noqa: E402 - so that it holds for all that follows

__all__ = ["celery_app"]
