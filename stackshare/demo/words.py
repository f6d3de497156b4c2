"""The words of the sample community. People and teams are plainly invented."""

ADJECTIVES = (
    "Amber Brisk Chalky Dapper Early Fuzzy Gentle Hollow Icy Jolly Kindly Lofty Mossy Nimble "
    "Opal Plucky Quiet Rusty Sandy Tidy Umber Velvet Windy Young Zesty"
).split()
ANIMALS = (
    "Badger Curlew Dormouse Egret Falcon Gecko Heron Ibex Jackdaw Kestrel Lynx Marten Newt "
    "Otter Puffin Quail Raven Stoat Tern Urchin Vole Walrus Xerus Yak Zebra"
).split()
HEADLINES = (
    "Back-end engineer",
    "Front-end engineer",
    "Platform engineer",
    "Data engineer",
    "Engineering lead",
    "Student",
    "Maintainer",
    "Consultant",
)
EMPLOYERS = (
    "Sample Bakery",
    "Sample Railways",
    "Sample Clinic",
    "Sample Library",
    "Sample Harbour",
    "Sample Orchard",
    "",
)
PROJECTS = (
    ("Web shop", "Sells a few hundred things to a few thousand people."),
    ("Booking calendar", "Appointments for a practice with six rooms."),
    ("Team wiki", "Notes and decisions of one team."),
    ("Payments API", "Takes money for three products and writes it down twice."),
    ("Sensor archive", "Keeps a reading a second from two hundred sensors."),
    ("Newsletter", "Writes to its readers every Friday."),
    ("Photo albums", "Albums of a club, with faces found on the machine itself."),
    ("Route planner", "Plans the tours of forty vans."),
    ("Exam portal", "One busy week every term, quiet for the rest."),
    ("Support desk", "Mails in, answers out, nothing forgotten."),
    ("Map of benches", "Where one can sit down in our town."),
    ("Warehouse screens", "What lies where, on forty screens."),
)
REASONS = (
    "The team knew it already.",
    "Its documentation answered every question we had.",
    "It does one thing, and we can replace it.",
    "We run it ourselves on one small machine.",
    "It has been boring for three years, which is what we wanted.",
    "New people find their way in it within a week.",
    "",
    "",
    "",
    "",
)

# What people say, and how many stand behind it. Flask, ExpressJS and Koa add up to known totals.
LINES: dict[str, tuple[list[tuple[int, str]], list[tuple[int, str]]]] = {
    "flask": (
        [
            (10, "Leaves the structure to you"),
            (9, "Flexible and quick to learn"),
            (7, "Friendly to people who start"),
            (6, "Signed sessions and escaping by default"),
            (5, "No opinion about your database"),
            (5, "Reads like plain Python"),
            (4, "Extensions for nearly everything"),
            (4, "Easy to test without a server"),
            (3, "Documentation with a full tutorial"),
            (3, "Jinja templates come with it"),
            (2, "Small enough to read in a day"),
            (1, "Blueprints keep large apps apart"),
            (1, "Errors are easy to follow"),
        ],
        [
            (10, "Not JavaScript, so two languages in one team"),
            (7, "Context locals take time to understand"),
            (5, "Slower than its asynchronous peers"),
            (1, "Fewer built-in modules than the large frameworks"),
        ],
    ),
    "expressjs": (
        [
            (381, "Simple from the first line"),
            (336, "Runs on Node.js"),
            (244, "One language, front to back"),
            (193, "Fast enough for nearly everyone"),
            (152, "Routing you can rely on"),
            (120, "Middleware for every need"),
            (90, "A very large community"),
            (60, "Small core, few surprises"),
            (24, "Easy to find people who know it"),
        ],
        [
            (27, "Not Python"),
            (17, "Praised more than it deserves"),
            (14, "One thread unless you add more"),
            (9, "JavaScript all the way down"),
            (5, "Not the fastest any more"),
        ],
    ),
    "koa": (
        [
            (6, "Async functions all the way"),
            (5, "Plain JavaScript, little else"),
            (1, "Good for a REST API"),
        ],
        [],
    ),
    "django": (
        [
            (320, "An admin for free"),
            (280, "Migrations that work"),
            (190, "Security is thought of"),
            (120, "Documentation like a book"),
        ],
        [(40, "Heavy for a small service"), (22, "The template language says no a lot")],
    ),
    "fastapi": (
        [
            (96, "Types become documentation"),
            (71, "Async without ceremony"),
            (44, "Validation at the door"),
        ],
        [(18, "Many ways to lay out a large app")],
    ),
    "react": (
        [
            (820, "Components compose"),
            (610, "A library for every need"),
            (430, "Easy to hire for"),
        ],
        [(140, "The way to do things changes often"), (90, "State needs a decision")],
    ),
    "postgresql": (
        [
            (760, "It keeps what it was told"),
            (540, "SQL, JSON and search in one place"),
            (300, "Extensions such as PostGIS"),
        ],
        [(33, "A connection is a process")],
    ),
    "redis": (
        [(640, "Fast and easy to reason about"), (380, "Data structures, not only strings")],
        [(28, "Everything must fit in memory")],
    ),
    "docker": (
        [(700, "The same everywhere"), (510, "A file says how it was built")],
        [(60, "Images grow when nobody looks")],
    ),
}

# What some of them carry.
SAID_WITH: dict[str, dict[str, str]] = {
    "Flexible and quick to learn": {"context": "small team"},
    "Signed sessions and escaping by default": {
        "link": "https://flask.palletsprojects.com/en/stable/web-security/"
    },
    "Slower than its asynchronous peers": {"context": "many slow requests", "version": "3.0"},
    "Runs on Node.js": {"link": "https://expressjs.com/en/starter/installing.html"},
    "Fast enough for nearly everyone": {"context": "under 500 requests a second"},
    "One thread unless you add more": {"link": "https://nodejs.org/api/cluster.html"},
    "Async functions all the way": {"version": "2", "link": "https://koajs.com/"},
    "Types become documentation": {"context": "public API"},
    "Migrations that work": {"context": "more than one database"},
    "The way to do things changes often": {"version": "16.8"},
    "A connection is a process": {
        "link": "https://www.postgresql.org/docs/current/connect-estab.html"
    },
}

QUESTIONS = (
    (
        "Stay with Flask for data APIs, or move to Django?",
        "My services take rows from a pipeline and hand them out as JSON. So far Flask has been "
        "enough.\n\nNow a second team wants to edit some of these rows by hand, and everyone says "
        "*Django has an admin*. Is that reason enough to move?",
        ("flask", "django", "python"),
        (
            (
                "Keep the API as it is and put a small Django project beside it, on the same "
                "database, for the admin alone.",
                ("We did that. Two code bases, one schema: write down which one owns migrations.",),
            ),
            ("An admin is a week of work in Flask. A move is a month. Count your tables.", ()),
        ),
    ),
    (
        "ExpressJS or Koa for a new internal API?",
        "Four people, one service, about thirty routes. All of us know ExpressJS, nobody is fond "
        "of its error handling. Does Koa pay for the change?",
        ("expressjs", "koa", "nodejs"),
        (
            (
                "With thirty routes, yes: `await next()` makes timing and errors one function "
                "each.",
                ("And with two hundred?", "Then I would stay where the middleware is."),
            ),
        ),
    ),
    (
        "Which message queue for a few thousand jobs a day?",
        "They resize pictures and send mails. Nothing must be lost, nothing is urgent. One small "
        "server. I would rather not run another database.",
        ("rabbitmq", "redis", "celery"),
        (("A table and one worker. Come back when it hurts.", ()),),
    ),
    (
        "What would you monitor first on a single server?",
        "One machine, one web app, one database. I have an evening. What should tell me that "
        "something is wrong before a user does?",
        (),
        (),
    ),
    (
        "Can ExpressJS and Flask share one login?",
        "The shop is ExpressJS, the reports are Flask, both behind one nginx. People should sign "
        "in once.",
        ("expressjs", "flask", "nginx"),
        (
            (
                "Let one of them own the session: an opaque key in the cookie, the session itself "
                "in Redis, as JSON. The other one only reads it. Do not try to read Flask's signed "
                "cookie from JavaScript: you would own its format for ever.",
                ("We do this. The key has a name of its own, so neither overwrites the other.",),
            ),
            ("Or let nginx ask one service with `auth_request` and pass on who it is.", ()),
        ),
    ),
    (
        "Does Koa need a body parser, and which one?",
        "In ExpressJS I write `express.json()` and it is there. In Koa `ctx.request.body` is "
        "undefined.",
        ("koa", "expressjs"),
        (
            (
                "It brings none, on purpose. Take `koa-bodyparser` for JSON and forms; for files "
                "`@koa/multer`. Put it below whatever handles errors, then bad JSON ends there "
                "too.",
                (),
            ),
        ),
    ),
    (
        "How many Gunicorn workers for a small Flask site?",
        "Two cores, two gigabytes, a few requests a second that mostly wait for PostgreSQL.",
        ("flask", "gunicorn", "python"),
        (
            (
                "Two workers with four threads each. Threads wait for the database; a second "
                "process is there for the day when one is busy. Measure before you add more: each "
                "worker is a whole copy of your program.",
                (),
            ),
        ),
    ),
)

# By the place of a question: what an answer must know, and what came of it.
CONSTRAINTS = {
    0: {
        "must_have": "An admin that people who do not program can use",
        "language": "Python",
        "team": "Three people, one of them new",
        "deadline": "Before the second team starts in spring",
    },
    1: {"must_have": "Errors in one place", "language": "TypeScript", "team": "Four people"},
    2: {"must_have": "No job is lost", "team": "One person and one small server"},
}
OUTCOMES = {
    1: (
        "Koa",
        "Thirty routes took a week. Errors live in *one* function now, and nobody misses the old "
        "way. The middleware we knew had to be looked up again, one by one.",
    ),
    2: ("A table and one worker", "It has not hurt yet."),
}
ACCEPTED = (4, 5, 6)  # answered, and nobody has told yet what came of it
