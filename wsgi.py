"""For any WSGI server: `gunicorn wsgi:app`, `granian --interface wsgi wsgi:app`."""

from stackshare import create_app
from stackshare.core.schema import with_migrations

app = with_migrations(create_app())
