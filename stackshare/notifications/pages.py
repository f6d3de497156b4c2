from collections.abc import Mapping
from typing import TypedDict

from stackshare.accounts.models import User
from stackshare.core.paging import Page
from stackshare.core.web import next_page
from stackshare.notifications.queries import Told, notifications_of, unread_count


class NotificationsPage(TypedDict):
    page: Page[Told]
    unread: int  # of all there are, 100 at most


def notifications_page(user: User, asked: Mapping[str, str]) -> NotificationsPage:
    page = notifications_of(user, asked.get("after"))
    return {"page": page, "unread": unread_count(user.id)}


def notifications_json(page: NotificationsPage) -> dict[str, object]:
    return {
        "unread": page["unread"],
        "notifications": [
            {
                "id": told.id,
                "kind": told.kind,
                "about": told.label,
                "url": told.url,
                "told_at": told.created_at.isoformat(),
                "read_at": told.read_at and told.read_at.isoformat(),
            }
            for told in page["page"].rows
        ],
        "next": next_page(page["page"].after),
    }
