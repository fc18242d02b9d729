from django.db import models


class Street(models.Model):
    """The mark of a finished demo: written in the transaction that builds all of it."""

    built_at = models.DateTimeField()
    people = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.built_at:%Y-%m-%d}"
