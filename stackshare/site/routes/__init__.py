from flask import Blueprint

from stackshare.site.routes import feeds, home, lists, preview, sitemap, texts

bp = Blueprint("site", __name__)
for part in (home, texts, feeds, lists, sitemap, preview):
    bp.register_blueprint(part.bp)
