import logging


class Brief(logging.Formatter):
    """One line for what is known to happen and passes, like a broker that is away."""

    def format(self, record):
        return super().format(record).splitlines()[0]
