from celery import shared_task

from foundation.tasks import work_through
from residents.roster.worker import ROSTERS


@shared_task
def work_on_rosters():
    """What an older clock calls by this name; the clock of now works on all kinds at once."""
    work_through(ROSTERS)
