"""Settings, all from the environment.

`bootstrap.py run` writes a complete environment into DATA/env at its first start; a real
installation gives the variables itself (README, "For real"). config/environment/table.py has them
all; whatever is missing or wrong stops the start with a sentence that names the variable.
"""

from datetime import timedelta
from pathlib import Path

from config import api_settings, csp_settings, database_settings, logs, sign_in_settings, version
from config.environment.channels.table import CHANNEL_SETTINGS
from config.environment.house import value
from config.look import office_theme
from config.serving import broker

ROOT = Path(__file__).resolve().parent.parent

# Where the embedded database, the queue, photos and keys live.
DATA = value("ZERENTIAN_DATA")
VERSION = version.VERSION
DEBUG = value("ZERENTIAN_DEBUG")
DEMO = value("ZERENTIAN_DEMO")
SECRET_KEY = value("ZERENTIAN_SECRET_KEY")

# "id:base64,id:base64"; the first encrypts, all of them decrypt (foundation/sealing/columns.py).
FIELD_KEYS = value("ZERENTIAN_FIELD_KEYS")
FIELD_CIPHER = value("ZERENTIAN_FIELD_CIPHER")  # or "aes"
# Keyed hashes for exact search; a key of its own, and it must never change.
INDEX_KEY = value("ZERENTIAN_INDEX_KEY")

HTTPS = value("ZERENTIAN_HTTPS")
ALLOWED_HOSTS = value("ZERENTIAN_HOSTS")
CSRF_TRUSTED_ORIGINS = value("ZERENTIAN_ORIGINS") or []
# Who may say on whose behalf they ask (config/serving/proxies.py).
PROXIES = value("ZERENTIAN_PROXIES") or []

# Each app imports only those above it; config and demo import them all (docs/architecture.md).
HOUSE_APPS = [
    "foundation",
    "notices",
    "accounts",
    "grids",
    "office",
    "residents",
    "announcements",
    "visits",
    "morality_bank",
    "cases",
    "participation",
    "reports",
    "demo",
]

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # its other one would put a site of its own before ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "config.apps.AdminConfig",
    "config.apps.ConfigConfig",
    "django.forms",
    "rest_framework",
    "drf_spectacular",
    "guardian",
    "axes",
    "csp",
    "django_htmx",
    *HOUSE_APPS,
]

MIDDLEWARE = [
    "config.serving.request_middleware.RequestIdMiddleware",
    "config.serving.request_middleware.ReadableTextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.PackedTextMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.serving.health.HealthMiddleware",
    "config.serving.full_disk.RoomySessionMiddleware",
    "config.middleware.OwnLanguageMiddleware",
    "config.serving.request_middleware.PlainAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.ReaderMiddleware",
    "accounts.evidence.whence.DeviceMarkMiddleware",
    "accounts.api_door.ApiDoorMiddleware",
    "config.middleware.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.serving.refused_bodies.BodyLimitMiddleware",
    "config.middleware.FragmentMiddleware",
    "config.middleware.ButtonsOnlyMiddleware",
    "config.middleware.OwnPasswordMiddleware",
    "config.middleware.SecondFactorMiddleware",
    "config.middleware.DeclaredPagesMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.context_processors.the_house",
            ],
            "builtins": ["config.templatetags.words"],
        },
    },
]

# Database: one file by default, PostgreSQL by DATABASE_URL; pages and workers reach it through
# PgBouncer where there is one, what outlasts a transaction does not (config/serving/pooler.py).

DATABASE_ITSELF = value("DATABASE_URL")
database_settings.complete(DATABASE_ITSELF)
if POOLED := value("ZERENTIAN_POOLER"):
    database_settings.complete(POOLED, pooled=True)
DATABASES = {"default": POOLED or DATABASE_ITSELF}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The clock: Celery with Redis, or with files in DATA when there is no Redis.

REDIS_URL = value("REDIS_URL") or ""
CELERY_BROKER_URL = REDIS_URL or broker.FILES
CELERY_BROKER_TRANSPORT_OPTIONS = broker.options(
    REDIS_URL,
    data=DATA,
    master=value("ZERENTIAN_SENTINEL_MASTER"),
    password=value("ZERENTIAN_SENTINEL_PASSWORD"),
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker may be away for days; the worker waits.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# Few and frequent: when each was last due need not be written down, and no disk can be too full.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_TIMEZONE = "Asia/Shanghai"
# How often the clock looks, in seconds; the browser tests look more often.
CLOCK_TICK = value("ZERENTIAN_CLOCK_TICK")
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "notices.tasks.heartbeat", "schedule": timedelta(seconds=CLOCK_TICK)},
    "sweep": {"task": "notices.tasks.sweep", "schedule": timedelta(seconds=CLOCK_TICK)},
    "work": {
        "task": "foundation.tasks.work_on_what_waits",
        "schedule": timedelta(seconds=CLOCK_TICK),
    },
}
for _entry in CELERY_BEAT_SCHEDULE.values():
    # A tick nobody could take is worthless once the next one is there.
    _entry["options"] = {"expires": CLOCK_TICK * 4}

# Nobody is told anything at night; the first lists of the day go out when it ends.
QUIET_HOURS = value("ZERENTIAN_QUIET_HOURS")

# Who is who.

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "grids.backends.PostingBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_GET_INIT_ANONYMOUS_USER = "accounts.models.no_anonymous_user"
ANONYMOUS_USER_NAME = None

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A name and the network it comes from: guessing from elsewhere must not lock the owner out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "foundation.networks.network_of"
AXES_LOCKOUT_CALLABLE = "config.views.locked_out"
GUESSES = sign_in_settings.GUESSES
CODES = sign_in_settings.CODES
FACTOR_PERIOD = sign_in_settings.FACTOR_PERIOD
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# People type phone and ID numbers into the wrong box: what is counted is a keyed hash of it.
AXES_USERNAME_CALLABLE = "accounts.reauthentication.counted_as"
AXES_SENSITIVE_PARAMETERS = ["username", "phone", "code", "kept", "next", "why"]
AXES_DISABLE_ACCESS_LOG = True  # who looked at what is in the record (foundation/audit/trail.py)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 31
# Staff: 30 idle minutes and 12 hours in all (GB/T 22239-2019 level 3 asks for an idle end).
# Residents see only their own data and are often old: 30 days.
SESSION_IDLE = timedelta(minutes=value("ZERENTIAN_IDLE_MINUTES"))
SESSION_ABSOLUTE = timedelta(hours=value("ZERENTIAN_SESSION_HOURS"))
SESSION_RESIDENT = timedelta(days=30)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Where "leave" on a resident's page leads, at once: somewhere anybody may be looking.
LEAVE_TO = value("ZERENTIAN_LEAVE_TO")

# How messages leave the house, and whose servers are called for it (docs/channels.md).
SMS_CHANNEL = value("ZERENTIAN_SMS_CHANNEL")
# By the names of the environment: what a channel needs, it names as its operator does.
CHANNELS = {each.name: value(each.name) for each in CHANNEL_SETTINGS}
OUTBOUND_HOSTS = value("ZERENTIAN_OUTBOUND_HOSTS") or []
OUTBOUND_PRIVATE = value("ZERENTIAN_OUTBOUND_PRIVATE") or []

# What the browser may do.

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # monitors ask by themselves, past the proxy
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # The list browsers carry with them is left only slowly: whoever wants to be on it says so.
    SECURE_HSTS_PRELOAD = value("ZERENTIAN_HSTS_PRELOAD")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

CONTENT_SECURITY_POLICY = csp_settings.EVERYWHERE
ADMIN_CSP = csp_settings.IN_THE_STREET_OFFICE

CSRF_FAILURE_VIEW = "config.views.page_too_old"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# A whole request: six photos of 10 MB and the words beside them.
BODY_LIMIT = 64 * 1024 * 1024

# The API: config/api_settings.py.

API_A_MINUTE = api_settings.API_A_MINUTE
API_PEOPLE_PAGES_A_DAY = api_settings.API_PEOPLE_PAGES_A_DAY
REST_FRAMEWORK = api_settings.REST_FRAMEWORK
SPECTACULAR_SETTINGS = api_settings.SPECTACULAR_SETTINGS

# Words and time.

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files.

STATIC_URL = "static/"
STATICFILES_DIRS = [ROOT / "static", ("handbook", ROOT / "docs" / "handbook" / "pictures")]
STATIC_ROOT = value("ZERENTIAN_STATIC")
STATIC_STORAGE = value("ZERENTIAN_STATIC_STORAGE")
# What the environment of an installation may still say.
FORMER_STORAGES = {"config.one_sheet.Storage": "config.look.stylesheets.Storage"}
STORAGES = {
    "default": {
        "BACKEND": "foundation.disk.WholeFiles",
        # Private: every read goes through a view that asks who is looking.
        "OPTIONS": {"location": str(DATA / "media"), "base_url": None},
    },
    "staticfiles": {"BACKEND": FORMER_STORAGES.get(STATIC_STORAGE, STATIC_STORAGE)},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Where the clock puts a sealed backup each night; without one it makes none.
BACKUP_FOLDER = value("ZERENTIAN_BACKUPS") or ""

FORM_RENDERER = "config.forms.HouseRenderer"
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = logs.LOGGING

# Who may read /metrics (config/serving/metrics.py); without a token nobody may.
METRICS_TOKEN = value("ZERENTIAN_METRICS_TOKEN") or ""
# Where granian tells its own; `manage.py serve` says it.
SERVER_METRICS = value("ZERENTIAN_SERVER_METRICS") or ""
UNFOLD = office_theme.UNFOLD
