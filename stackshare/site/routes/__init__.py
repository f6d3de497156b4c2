from flask import Blueprint

from stackshare.site.routes import feeds, home, lists, sitemap, texts

bp = Blueprint("site", __name__)
for part in (home, texts, feeds, lists, sitemap):
    bp.register_blueprint(part.bp)
