"""All settings, in sections, every one from the environment. `.env.example` lists and explains them."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from environs import FileAwareEnv

from config.schedule import schedule

BASE_DIR = Path(__file__).resolve().parent.parent

# Every setting X may also be given as X_FILE: the path of a file that holds it, as container secrets are.
env = FileAwareEnv(strip_whitespace=True)
env.read_env(env.str("ENV_FILE", str(BASE_DIR / ".env")), recurse=False)

# ── What and where ────────────────────────────────────────────────────────────────────────────────────────────────
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])
SITE_URL = env.str("SITE_URL", "http://localhost:8000").rstrip("/")
HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname or "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [SITE_URL])
ADMINS = [("beheer", address) for address in env.list("ADMIN_EMAILS", [])]
STATE_DIR = Path(env.str("STATE_DIR", str(BASE_DIR / ".state")))
EXAMPLE_FIGURES = env.bool("EXAMPLE_FIGURES", False)
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ── Floors, from the roof down, and the libraries they stand on ───────────────────────────────────────────────────
INSTALLED_APPS = [
    "config.apps.RoofConfig",
    "initiatives",
    "succesfactoren",
    "communities",
    "regioscan",
    "rules.apps.AutodiscoverRulesConfig",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "config.apps.BeheerConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.middleware.RequestLogMiddleware",
    "config.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.api_door.ApiDoorMiddleware",
    "config.middleware.ServiceDownMiddleware",
    "config.middleware.CleanTextMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.middleware.MethodMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.LoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.notice_door.NoticeDoorMiddleware",
    "config.middleware.SessionAgeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.DeviceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.WritingLimitMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.templatetags.house", "config.templatetags.community"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.context.house",
                "config.context.community",
            ],
        },
    },
]
FORM_RENDERER = "config.forms.HouseFormRenderer"

# ── Database ──────────────────────────────────────────────────────────────────────────────────────────────────────
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
STATEMENT_TIMEOUT_MS = env.int("STATEMENT_TIMEOUT_MS", 15_000)
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"].update(
    {
        "connect_timeout": 5,
        # A worker that was killed must not keep its locks until a long statement ends: the server looks every 2 s.
        "options": f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout=2000 -c timezone=UTC"
        " -c client_connection_check_interval=2000",
    }
)

# ── Cache, broker and background work ─────────────────────────────────────────────────────────────────────────────
REDIS_URL = env.str("REDIS_URL")
CACHES = {
    # Fails open: with the cache away every page still works, and the limits on logging in are counted in the database.
    "default": {
        "BACKEND": "config.cache.SturdyCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "regiokracht",
        "OPTIONS": {"socket_timeout": 0.4, "socket_connect_timeout": 0.4},
    },
    # Drawn pages, in the memory of each process: Redis is shared with the broker, and may not fill up with pages.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
    # What guards a login: limits on attempts and used codes. The table is made by a migration.
    "limits": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "login_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
# Celery has words of its own for a broker on a Unix socket.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than a task may last: a message that comes back earlier would be carried out twice at once.
    "visibility_timeout": 20 * 60,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_TASK_PUBLISH_RETRY = False
# A worker holds a job for the lease and renews it at every beat: three beats may be missed before another takes over.
# With the sweep added, a job whose worker was killed runs again within 75 seconds.
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", 45.0)
JOB_BEAT_SECONDS = env.float("JOB_BEAT_SECONDS", 15.0)
JOB_RESEND_SECONDS = env.float("JOB_RESEND_SECONDS", 60.0)
JOB_SWEEP_SECONDS = env.float("JOB_SWEEP_SECONDS", 30.0)
CELERY_BEAT_SCHEDULE = schedule(sweep_seconds=JOB_SWEEP_SECONDS)
CELERY_BEAT_SCHEDULE_FILENAME = str(STATE_DIR / "celerybeat-schedule")

# ── Accounts ──────────────────────────────────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "communities.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "config.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "config:home"
LOGOUT_REDIRECT_URL = "config:home"
ACCOUNT_ADAPTER = "config.accounts.AccountAdapter"
MFA_ADAPTER = "config.accounts.MFAAdapter"
SOCIALACCOUNT_ADAPTER = "config.accounts.SocialAccountAdapter"
ACCOUNT_FORMS = {
    "login": "config.account_forms.LoginForm",
    "signup": "config.account_forms.SignupForm",
    "add_email": "config.account_forms.AddEmailForm",
    "change_email": "config.account_forms.ChangeEmailForm",
    "change_password": "config.account_forms.ChangePasswordForm",
    "set_password": "config.account_forms.SetPasswordForm",
    "reset_password": "config.account_forms.ResetPasswordForm",
    "reset_password_from_key": "config.account_forms.ResetPasswordKeyForm",
    "confirm_email_verification_code": "config.account_forms.ConfirmCodeForm",
    "reauthenticate": "config.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "config.account_forms.AuthenticateForm",
    "reauthenticate": "config.account_forms.ReauthenticateCodeForm",
    "activate_totp": "config.account_forms.ActivateTOTPForm",
    "add_webauthn": "config.account_forms.AddWebAuthnForm",
    "edit_webauthn": "config.account_forms.EditWebAuthnForm",
    "login_webauthn": "config.account_forms.LoginWebAuthnForm",
    "authenticate_webauthn": "config.account_forms.AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": "config.account_forms.ReauthenticateWebAuthnForm",
}
SOCIALACCOUNT_FORMS = {
    "signup": "config.account_forms.SocialSignupForm",
    "disconnect": "config.account_forms.DisconnectForm",
}
# Wrong passwords and codes: ten a minute from one address, five in five minutes for one account. Verifying a report:
# thirty a minute, for guessing its code is hopeless but a file costs work. Writing in a community: more than a person
# types, less than a program sends. Complaining: a few an hour, by address without an account and by person with one.
# Links from a letter that lead nowhere: twenty an hour.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "verify": "30/m/ip", "complain": "10/h/ip"}
ACCOUNT_RATE_LIMITS |= {"write": "40/m/user,600/h/user", "complain_as_member": "10/h/user", "invitation": "20/h/ip"}
# Joining a residents' panel sends a mail to whoever is filled in: enough for a hall where people share one address.
ACCOUNT_RATE_LIMITS |= {"panel": "60/h/ip"}
# The same for the link to vote with; one address gets one mail an hour.
ACCOUNT_RATE_LIMITS |= {"vote_link": "60/h/ip"}
# Asking paper for somebody tells that they voted: as often as happens at a table, and not for a whole list.
ACCOUNT_RATE_LIMITS |= {"vote_heard": "10/d/user"}
# At a meeting a tablet may go round the table, and a hall has one link.
ACCOUNT_RATE_LIMITS |= {"meeting_device": "20/h/key", "meeting_link": "300/h/key"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Regiokracht: "
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers too trust this machine itself without TLS.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = urlsplit(SITE_URL).hostname == "localhost"
MFA_TOTP_ISSUER = "Regiokracht"
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ONLY = False
# OpenID Connect is switched on by naming a provider: OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET.
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisatie",
                "name": env.str("OIDC_NAME", "uw organisatie"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER_URL},
            }
        ]
        if OIDC_SERVER_URL
        else [],
    }
}

# ── Sessions, cookies and headers ─────────────────────────────────────────────────────────────────────────────────
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_IDLE_SECONDS = 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_NAME = "__Host-sessie" if HTTPS else "sessie"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.error_pages.csrf_failure"
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", HTTPS)
# Health checks come from inside the network, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", False) else None
TRUSTED_PROXY_COUNT = 1 if env.bool("BEHIND_PROXY", False) else 0
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Chromium holds the redirect after a form against this too: logging in leads to the organisation and back.
        "form-action": [SELF, *([urlsplit(OIDC_SERVER_URL)._replace(path="").geturl()] if OIDC_SERVER_URL else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# ── Open interface ────────────────────────────────────────────────────────────────────────────────────────────────
# From one address, in five minutes; 0 is without limit.
API_REQUESTS_PER_5_MINUTES = env.int("API_REQUESTS_PER_5_MINUTES", 600)

# ── Language and time ─────────────────────────────────────────────────────────────────────────────────────────────
# One language: no LocaleMiddleware, so that a browser in English never mixes 71.2 with 71,2.
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# ── Files ─────────────────────────────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
# Takes the better part of a minute, once per release; on one's own machine nothing is gained by it.
COMPRESS_STATIC = env.bool("COMPRESS_STATIC", True)
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(STATE_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.assets.PackageFinder",
]
# Private: raw deliveries and reports. Nothing here has a URL; views hand files out after asking whose they are.
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(STATE_DIR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COMPRESS_STATIC
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 100 * 1024 * 1024)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# ── Mail ──────────────────────────────────────────────────────────────────────────────────────────────────────────
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "console:")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST", "")
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = EMAIL_CONFIG.get("EMAIL_FILE_PATH")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Regiokracht <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ── Sources ───────────────────────────────────────────────────────────────────────────────────────────────────────
CBS_V3_URL = env.str("CBS_V3_URL", "https://opendata.cbs.nl")
CBS_V4_URL = env.str("CBS_V4_URL", "https://datasets.cbs.nl/odata/v1/CBS")

# ── Logs: JSON lines without personal data ────────────────────────────────────────────────────────────────────────
LOG_LEVEL = env.str("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        }
    },
    "filters": {"without_address": {"()": "config.logs.WithoutAddress"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["without_address"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers would mail or print request details; our request log says what is needed.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "fontTools": {"level": "WARNING"},
        # Jobs write lines of their own.
        "celery": {"level": "WARNING"},
    },
}
