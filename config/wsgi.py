import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config.serving.proxies import believing

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = believing(settings.PROXIES, get_wsgi_application())
