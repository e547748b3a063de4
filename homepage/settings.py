"""Every setting, read from the environment and safe by default."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from homepage.databases import database_from_url, sqlite_database
from homepage.environment import Environment, EnvironmentVariableError

environment = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.folder("DATA_DIR", BASE_DIR / "data")

DEBUG = environment.flag("DEBUG")

# The key lies in a file that quickstart makes. Without one nothing can be signed,
# and Django says so at the first attempt.
SECRET_KEY_FILE = DATA_DIR / "secret-key"
SECRET_KEY = environment.secret("SECRET_KEY", SECRET_KEY_FILE)
SECRET_KEY_FALLBACKS = environment.items("SECRET_KEY_FALLBACKS")

# The canonical address; a path in it is where the site lies.
SITE_URL = environment.url("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
#: First words of the site's own addresses.
ADDRESSES = frozenset(
    {"publications", "news", "positions", "cv", "search", "media", "static", "markdownx", "healthz"}
)
if _site.path.strip("/").split("/")[0] in ADDRESSES:
    raise EnvironmentVariableError("SITE_URL", SITE_URL, "a path that no page of the site has")
if "%" in _site.path or not _site.path.isascii():
    raise EnvironmentVariableError("SITE_URL", SITE_URL, "a path of plain letters, digits and -._~")
HTTPS = _site.scheme == "https"
FORCE_SCRIPT_NAME = _site.path or None

LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
_host = f"[{_site.hostname}]" if ":" in (_site.hostname or "") else _site.hostname or ""
ALLOWED_HOSTS = sorted({_host, *LOOPBACK, *environment.hosts("ALLOWED_HOSTS")})
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")

ADMIN_PATH = environment.path("ADMIN_PATH", "admin/", taken=ADDRESSES)

INSTALLED_APPS = [
    "homepage",
    "profile",
    "publications",
    "news",
    "recruiting",
    "homepage.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "adminsortable2",
    "markdownx",
]

MIDDLEWARE = [
    "homepage.delivery.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Static files, above, say for themselves how long they may be kept.
    "homepage.delivery.caching.AskAgainMiddleware",
    "homepage.delivery.compression.CompressTextMiddleware",
    # Below compression, which pads each answer differently.
    "homepage.delivery.caching.ConfirmMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "homepage.middleware.SiteLocaleMiddleware",
    "homepage.delivery.redirects.MovedAddressMiddleware",
]

ROOT_URLCONF = "homepage.urls"
WSGI_APPLICATION = "homepage.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "homepage.context_processors.site",
            ],
        },
    }
]
# Widgets' templates are found like any other, so that ours can stand in templates/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": (
        database_from_url(environment.text("DATABASE_URL"))
        if environment.text("DATABASE_URL")
        else sqlite_database(DATA_DIR / "homepage.sqlite3")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
# The languages that the site's own words exist in.
LANGUAGES = [("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# With the path written out: both are read before a request tells where the site lies.
STATIC_URL = f"{_site.path}/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = f"{_site.path}/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "homepage.content.storage.MediaStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "homepage.delivery.static.StaticFilesStorage"
        )
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
# A form of a work with many authors has some twenty fields an author.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Nothing inline, nothing from elsewhere: on public pages and in the admin alike.
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = (_site.path or "") + "/"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    if not _site.path:
        # Browsers accept this prefix only from the whole host over HTTPS.
        SESSION_COOKIE_NAME = "__Host-sessionid"
        CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [rf"^{re.escape(_site.path.lstrip('/') + '/').lstrip('/')}healthz$"]
    # Whether a university's whole domain is HTTPS only is not a professor's decision; and
    # below a path even the host is shared with others.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    if _site.path:
        SILENCED_SYSTEM_CHECKS.append("security.W004")
    else:
        SECURE_HSTS_SECONDS = 365 * 24 * 3600
if TRUSTED_PROXIES:
    # The header is removed from every request that does not come from a trusted proxy.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

MARKDOWNX_MARKDOWNIFY_FUNCTION = "homepage.content.markdown.render"
MARKDOWNX_UPLOAD_MAX_SIZE = 10 * 1024 * 1024
MARKDOWNX_UPLOAD_CONTENT_TYPES = ["image/jpeg", "image/png", "image/webp"]
# Pictures larger than this, in pixels, are refused before they are decoded.
IMAGE_MAX_PIXELS = 40_000_000

# Where identifiers of works are looked up, and who asks.
DOI_URL = environment.url("DOI_URL", "https://doi.org").rstrip("/")
ARXIV_URL = environment.url("ARXIV_URL", "https://export.arxiv.org/api/query").rstrip("/")
ORCID_URL = environment.url("ORCID_URL", "https://pub.orcid.org/v3.0").rstrip("/")
ORCID_TOKEN = environment.token("ORCID_TOKEN")
PUBMED_URL = environment.url("PUBMED_URL", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils").rstrip(
    "/"
)
ISBN_URL = environment.url("ISBN_URL", "https://openlibrary.org").rstrip("/")
CONTACT_EMAIL = environment.email("CONTACT_EMAIL")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
