import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - the environment comes first

from config.serving.proxies import believing  # noqa: E402
from config.serving.readable import ReadableHandler  # noqa: E402 - settings come first

application = believing(settings.PROXIES, ReadableHandler())
