"""The entry point of a WSGI server."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from homepage.delivery.limits import BodyLimits
from homepage.delivery.security import BelowPath, TrustedProxies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homepage.settings")

application = BodyLimits(
    TrustedProxies(
        BelowPath(get_wsgi_application(), settings.FORCE_SCRIPT_NAME or ""),
        settings.TRUSTED_PROXIES,
    )
)
