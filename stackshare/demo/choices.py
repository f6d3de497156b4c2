"""The words of the sample community's decisions, and of its stacks that switched."""

from typing import NamedTuple


class Option(NamedTuple):
    name: str  # a slug, or whatever is no tool
    good: str = ""
    bad: str = ""


class Told(NamedTuple):
    title: str
    options: tuple[Option, ...]  # the chosen one first
    before: str  # which of them was used before, if any
    reason: str
    context: str
    outcome: str
    effort: str | None
    stack: int  # the number of a stack whose owner tells it
    status: str = "accepted"


DECISIONS = (
    Told(
        "Koa instead of ExpressJS for the booking API",
        (
            Option("koa", "Errors end in one place\nTiming is one function", "Fewer plugins"),
            Option("expressjs", "All of us know it", "An error in a promise can get lost"),
        ),
        "expressjs",
        "Every handler was async already, and Koa is the one of the two that *waits* for it.",
        "Forty routes, two people. Twice in one month a rejected promise left a request hanging "
        "until the browser gave up.",
        "The move was dull, which is what we wanted: route by route, behind the same address. "
        "No request has hung since. We wrote two small middlewares ourselves that ExpressJS has "
        "as packages.",
        "weeks",
        34_020,
    ),
    Told(
        "Flask for the admin pages",
        (
            Option("flask", "Templates come with it\nThe reports are Python", "A second language"),
            Option("expressjs", "One language with the front end", "Forms are ours to build"),
            Option("koa", "Small", "Forms are ours to build, and so is nearly all else"),
        ),
        "",
        "The pages are forms and tables, and the numbers in them come from Python.",
        "Six pages for four colleagues. They show what a nightly script works out.",
        "Done in four days. Nobody has asked for anything that a page load could not do.",
        "days",
        38_040,
    ),
    Told(
        "ExpressJS stays",
        (
            Option("expressjs", "It works\nNobody has to learn anything", "Old habits stay too"),
            Option("koa", "Nicer middleware", "Two hundred routes to move"),
            Option("fastify", "Schemas for every route", "Two hundred routes to move"),
        ),
        "expressjs",
        "We could not name one user who would notice the move.",
        "A new colleague asked why we still run it, and it was a fair question. We gave it a week: "
        "one service was written again with each of the others.",
        "A year later we would decide the same. What the week did change: we check request bodies "
        "with a schema now, in ExpressJS.",
        "days",
        120,
    ),
    Told(
        "FastAPI for everything that has a schema",
        (
            Option("fastapi", "Types are the documentation", "Two frameworks for a while"),
            Option("flask", "Known to the last line", "We wrote the checks by hand"),
        ),
        "flask",
        "Half of our code only checked what came in. With types that half is gone.",
        "Nine services hand out rows as JSON. Each had its own way to say that a field is missing.",
        "Two thirds of the checks went away. The pages that people look at are still Flask, and "
        "stay so.",
        "weeks",
        47_010,
    ),
    Told(
        "From Django to Flask for a service with three routes",
        (
            Option("flask", "One file", "No admin"),
            Option("django", "An admin for free", "More settings than code"),
        ),
        "django",
        "Three routes and one table: we used a twentieth of what we had to keep up to date.",
        "",
        "",
        "days",
        38_400,
    ),
    Told(
        "Vue.js for the warehouse screens",
        (
            Option("vue", "Templates that look like HTML", "Fewer people to hire"),
            Option("react", "A library for every need", "State needs a decision"),
            Option("svelte", "Little code", "Nobody here has used it"),
        ),
        "react",
        "Two of us write CSS for a living, and they read a Vue.js template without help.",
        "Forty screens, one page each, changed by whoever is near.",
        "It took longer than we said, mostly to agree on how to name things. Changes by the "
        "people who run the warehouse are now common, and that was the point.",
        "months",
        20_100,
    ),
    Told(
        "PostgreSQL instead of MongoDB",
        (
            Option("postgresql", "Joins\nJSON where it is needed", "A schema to migrate"),
            Option("mongodb", "Nothing to migrate", "We wrote joins in the application"),
        ),
        "mongodb",
        "Our documents had become rows with references, only without anybody who checks them.",
        "Orders, customers, invoices. The nightly report read everything twice.",
        "Eleven weeks, of which two were for data that did not mean what we thought. The report "
        "takes four seconds. We would start with the *reports* next time, not with the orders.",
        "months",
        3_000,
    ),
    Told(
        "Vite for the shop's front end",
        (
            Option("vite", "Starts before the coffee does"),
            Option("webpack", "Our build is written for it", "Nobody dared to touch that build"),
        ),
        "webpack",
        "A change shows at once instead of after nine seconds.",
        "",
        "One afternoon, and one more for the two plugins that had no counterpart.",
        "hours",
        3_010,
    ),
    Told(
        "A table is the queue",
        (
            Option("A table in the database", "Nothing new to run", "A few thousand jobs a day"),
            Option("rabbitmq", "Made for it", "One more thing to look after"),
            Option("redis", "We run it already", "What is lost is lost"),
        ),
        "",
        "With two thousand jobs a day, `SKIP LOCKED` is all the queue we need.",
        "Mails and thumbnails. Nothing must be lost, nothing is urgent.",
        "It has held for two years. The one incident was ours: a job that failed for ever was "
        "tried for ever.",
        "hours",
        9_000,
    ),
    Told(
        "GitHub Actions instead of our own Jenkins",
        (
            Option("github-actions", "Nobody has to patch it", "Slower machines"),
            Option("jenkins", "Free minutes, in a way", "One person knew how it worked"),
        ),
        "jenkins",
        "The person who knew our Jenkins was leaving.",
        "",
        "Builds are a minute slower and nobody minds. We miss the build that ran on real hardware.",
        "weeks",
        12_000,
        "superseded",
    ),
    Told(
        "Caddy in front of everything",
        (
            Option("caddy", "Certificates renew by themselves"),
            Option("nginx", "We know it by heart", "A certificate ran out on a Sunday"),
        ),
        "nginx",
        "Certificates that renew themselves, and a configuration that fits on one screen.",
        "",
        "Nothing to tell, and that is the best that one can say of a web server.",
        "hours",
        15_000,
    ),
    Told(
        "Try Vitest for new tests",
        (
            Option("vitest", "Same configuration as the build"),
            Option("jest", "Four thousand tests run on it", "A second way to load modules"),
        ),
        "jest",
        "New tests first; the old ones move when somebody touches them.",
        "",
        "",
        None,
        5_000,
        "proposed",
    ),
    # These three are of companies' stacks.
    Told(
        "MySQL stays, and nothing changes at night",
        (
            Option("mysql", "It has never lost an order", "Dates need care"),
            Option("postgresql", "Partial indexes", "A move while forty shops sleep"),
        ),
        "mysql",
        "The order book must be right at ten in the evening, and we know how this one is then.",
        "Forty shops, nine hundred lines an evening. The question came up because the baker who "
        "also programs had used the other one elsewhere.",
        "Two winters later nobody has asked again.",
        "hours",
        44_560,
    ),
    Told(
        "Prometheus for two hundred screens",
        (
            Option("prometheus", "It asks; the screens only answer\nOne rule for all of them"),
            Option("nagios", "Known to the night shift", "A file for each screen"),
        ),
        "nagios",
        "A screen that is dark says nothing, so somebody has to ask it.",
        "Boards were dark for an hour before a passenger told us.",
        "We hear of a dark board within a minute. The night shift kept one old page, and may.",
        "weeks",
        53_350,
    ),
    Told(
        "Celery for reminders, with a queue that survives a restart",
        (
            Option("celery", "Tries again by itself", "One more process to watch"),
            Option("A script at six in the morning", "Nine lines", "Ends at a bad address"),
        ),
        "",
        "One reader without an address kept four hundred others from being reminded.",
        "Books are due on the day that the reminder names, whether it was sent or not.",
        "",
        "days",
        41_148,
    ),
)


class Moved(NamedTuple):
    """Stacks that use the second tool since they dropped the first."""

    dropped: str
    adopted: str
    reasons: tuple[str, ...]  # one stack for each


SWITCHES = (
    Moved("flask", "koa", ("One language for the form and for what checks it.",)),
    Moved(
        "expressjs",
        "flask",
        (
            "The numbers are worked out in Python, so the pages moved next to them.",
            "Server-side forms, and a template engine that comes along.",
        ),
    ),
    Moved("koa", "flask", ("The person who liked Koa left, and the rest of us write Python.",)),
    Moved("flask", "fastapi", ("Bodies are checked before our code sees them.",)),
    Moved("angular", "react", ("We could hire for it within a month.",)),
    Moved("mysql", "postgresql", ("Partial indexes, and dates that are dates.",)),
    Moved("rabbitmq", "redis", ("We ran both. One of them was enough.",)),
)
