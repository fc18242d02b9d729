import os

from celery import Celery
from celery.signals import setup_logging, worker_ready

from foundation.work import file_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

file_broker.introduce()
app = Celery("zerentian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def speak_like_the_rest_of_the_house(**_):
    """Being connected is enough: Celery then leaves the logging of the settings alone."""


@worker_ready.connect
def tick_at_once(**_):
    """A clock that was away does not wait another tick; what fell due meanwhile follows now."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"], **entry["options"])
