"""Settings for every environment; what differs between them is read from the environment.

.env.example explains each variable.
"""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from diplomacy import env, refusals
from diplomacy.licences import LICENCES
from diplomacy.serving.database_setup import add_replica, with_options
from diplomacy.serving.log_setup import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# Where it runs ---------------------------------------------------------------

DEBUG = env.flag("DEBUG")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
IS_LOCAL = refusals.serves_only_this_machine(ALLOWED_HOSTS)
SITE_URL = env.site_url("SITE_URL", "http://127.0.0.1:8000")
SERVED_OVER_HTTPS = SITE_URL.startswith("https://")
BEHIND_PROXY = env.flag("BEHIND_PROXY")
# So many entries from the right of X-Forwarded-For stands the address of a visitor.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", int(BEHIND_PROXY), most=10)
SECRET_KEY = env.secret("SECRET_KEY", default_file=VAR_DIR / "secret-key")

refusals.refuse(
    debug=DEBUG,
    hosts=ALLOWED_HOSTS,
    site_url=SITE_URL,
    plain_http=env.flag("PLAIN_HTTP"),
    behind_proxy=BEHIND_PROXY,
    proxies=TRUSTED_PROXIES,
    key=SECRET_KEY,
)
# For this machine only, and for this process: sign-ins end with it, nothing is left lying about.
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(50)

ROOT_URLCONF = "diplomacy.urls"
WSGI_APPLICATION = "diplomacy.wsgi.application"

# Applications ----------------------------------------------------------------

INSTALLED_APPS = [
    "diplomacy.accounts",
    "diplomacy.registry",
    "diplomacy.public",
    "diplomacy.opendata",
    "diplomacy.office",
    "diplomacy.ingest",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "simple_history",
]

MIDDLEWARE = [
    # First, so that they also see the answers that those below give without asking the site.
    "diplomacy.serving.request_log.RequestLogMiddleware",
    "diplomacy.headers.HeadersMiddleware",
    # Before whatever looks at the host or the scheme: a probe knows neither.
    "diplomacy.serving.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "diplomacy.serving.database_limits.DatabaseLimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Before anybody asks who reads: what it keeps is for all.
    "diplomacy.serving.kept_pages.KeptPagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "diplomacy.accounts.door.DoorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database --------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

VAR_DIR.mkdir(exist_ok=True)  # SQLite makes its file, not the folder
# Behind a pooler that shares connections by the transaction nothing lasts longer than one.
DATABASE_POOLED = env.flag("DATABASE_POOLED")
DATABASES = {
    "default": with_options(
        env.database(
            "DATABASE_URL", VAR_DIR / "db.sqlite3", password=env.secret("DATABASE_PASSWORD")
        ),
        seconds_kept=env.number("DATABASE_MAX_AGE", 60),
        pooled=DATABASE_POOLED,
    )
}
DATABASE_REPLICA_SECONDS = env.number("DATABASE_REPLICA_SECONDS", 5, most=3600)
DATABASE_ROUTERS = add_replica(
    env.database("DATABASE_REPLICA_URL", password=env.secret("DATABASE_REPLICA_PASSWORD")),
    DATABASE_REPLICA_SECONDS,
    DATABASES,
    MIDDLEWARE,
)

# Seconds; 0 is no limit (.env.example). A reader waits for a lock no longer than two.
_limited = int(not DATABASE_POOLED)
DATABASE_READ_SECONDS = env.number("DATABASE_READ_SECONDS", 10 * _limited, most=3600)
DATABASE_READ_LOCK_SECONDS = 2
DATABASE_LOCK_SECONDS = env.number("DATABASE_LOCK_SECONDS", 10 * _limited, most=3600)
DATABASE_IDLE_SECONDS = env.number("DATABASE_IDLE_SECONDS", 60 * _limited, most=3600)

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Who asked for open data how often: in each process by itself, and nowhere on disk.
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

# Accounts --------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["diplomacy.accounts.backends.RoleBackend"]
PASSWORD_HASHERS = [
    "diplomacy.accounts.hashers.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of before: replaced at sign-in
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "diplomacy.accounts.password_length.LengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = LOGIN_URL
# One-time links, of an invitation or for a forgotten password, live as long (seconds).
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60

# Reviewers and administrators show a code of their device at sign-in (record 40).
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", default=not IS_LOCAL)
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", 120, least=1)
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", 12, 24 * 30, least=1) * 60 * 60  # from sign-in
SIGN_INS_PER_MINUTE = env.number("SIGN_INS_PER_MINUTE", 60, least=1)  # by unknown browsers together
SIGN_INS_KEPT_DAYS = env.number("SIGN_INS_KEPT_DAYS", 180, most=3650)

# Past texts include the confidential draft that a record once was.
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True

# Mail ------------------------------------------------------------------------

# Without a server no mail is sent: administrators hand links over, digests stand on the desk.
MAIL_SERVER = env.mail_server("EMAIL_URL", password=env.secret("EMAIL_PASSWORD"))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if MAIL_SERVER else 'dummy'}.EmailBackend"
EMAIL_HOST = MAIL_SERVER.get("EMAIL_HOST", "")
EMAIL_PORT = MAIL_SERVER.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = MAIL_SERVER.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = MAIL_SERVER.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = MAIL_SERVER.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = MAIL_SERVER.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10  # seconds that somebody waits for a server that does not answer
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.mail_address(
    "EMAIL_FROM", f"register@{urlsplit(SITE_URL).hostname}"
)

# What counts as silence -------------------------------------------------------

# Months without a contact after which a tie is quiet, and dormant, where staff vouch for that.
ACTIVITY_QUIET_MONTHS = env.number("ACTIVITY_QUIET_MONTHS", 12, most=1200, least=1)
ACTIVITY_DORMANT_MONTHS = env.number("ACTIVITY_DORMANT_MONTHS", 24, most=1200, least=1)

# Days after the end of a visit within which its report is to be filed.
REPORT_DUE_DAYS = env.number("REPORT_DUE_DAYS", 30, most=3650)

# Months after which the review of an open promise is to be renewed.
PROMISE_REVIEW_MONTHS = env.number("PROMISE_REVIEW_MONTHS", 12, most=1200, least=1)

# What readers send ------------------------------------------------------------

# Corrections that one address, and all together, may send.
CORRECTIONS_PER_HOUR = env.number("CORRECTIONS_PER_HOUR", 5)
CORRECTIONS_PER_DAY = env.number("CORRECTIONS_PER_DAY", 20)
CORRECTIONS_IN_ALL = env.number("CORRECTIONS_IN_ALL", 200)  # a day
# Days after the decision until a sender's mail address is erased.
CORRECTION_SENDER_DAYS = env.number("CORRECTION_SENDER_DAYS", 90, most=3650)

# Open data -------------------------------------------------------------------

# On which terms the data may be used: the publisher decides it (record 32).
DATA_LICENCE = env.choice("DATA_LICENCE", list(LICENCES), "CC-BY-4.0")
# From one address, by each process; 0 is no limit.
API_PER_MINUTE = env.number("API_PER_MINUTE", 240)
DOWNLOADS_PER_HOUR = env.number("DOWNLOADS_PER_HOUR", 120)
# Whole lists that a process writes at once, below the number of its threads; 0 is no limit.
DOWNLOADS_AT_ONCE = env.number("DOWNLOADS_AT_ONCE", 1)

# Languages and time ----------------------------------------------------------

# English, not the home language: a text missing in one catalogue falls back to this one.
LANGUAGE_CODE = "en"
LANGUAGES = [("fa", "فارسی"), ("en", "English"), ("zh-hans", "中文")]
HOME_LANGUAGE = env.choice("HOME_LANGUAGE", [code for code, name in LANGUAGES], "fa")
LOCALE_PATHS = [BASE_DIR / "diplomacy" / "locale"]
TIME_ZONE = env.time_zone("TIME_ZONE", "Asia/Tehran")
USE_TZ = True

# Files -----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"

# Documents come only through a view that asks who may read them: no address of their own.
DOCUMENTS_ROOT = VAR_DIR / "documents"
DOCUMENTS_BY_PROXY = env.internal_prefix("DOCUMENTS_BY_PROXY")  # record 54
PAPERS_ROOT = VAR_DIR / "papers"  # PDFs that are kept; each can be drawn again
OPEN_DATA_ROOT = Path(env.text("OPEN_DATA_ROOT", str(VAR_DIR / "open-data")))
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # a tick for each row of an imported table
FILE_UPLOAD_HANDLERS = [
    "diplomacy.registry.receiving.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_MAX_MB = env.number("UPLOAD_MAX_MB", 20, most=99_999, least=1)

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOCUMENTS_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}

# A file missing from the manifest leaves a plain name, not a page that fails.
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_ALLOW_ALL_ORIGINS = False  # the header set says who may use our files

# Backups are written so that only the holders of these keys can read them (docs/backup.md).
BACKUP_PUBLIC_KEYS = env.public_keys("BACKUP_PUBLIC_KEYS")

# Security --------------------------------------------------------------------

SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = SERVED_OVER_HTTPS
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc  # not where the visitor's Host points
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if SERVED_OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_SUBDOMAINS") and SERVED_OVER_HTTPS
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
if SERVED_OVER_HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "diplomacy.accounts.door.unproven"

# What holds for other hosts of the domain, and for good (preloading), is its owner's to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Log -------------------------------------------------------------------------

LOG_FORMAT = env.choice("LOG_FORMAT", ["plain", "json"], "plain" if IS_LOCAL else "json")
LOG_LEVEL = env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO")
LOGGING = logging_settings(LOG_FORMAT, LOG_LEVEL, in_full=DEBUG)
