"""What members of the sample community wrote about comparisons."""

from typing import NamedTuple


class Part(NamedTuple):
    heading: str  # none: the summary
    body: str
    was: str = ""  # what it said before somebody improved it


class Told(NamedTuple):
    lines: dict[str, tuple[tuple[int, str], ...]]  # by slug how many stand behind which line
    parts: tuple[Part, ...] = ()
    helped: tuple[int, int] = (0, 0)  # how many it helped, how many it did not


STACKUP_WORDS = {
    "expressjs-vs-flask-vs-koa": Told(
        {
            "expressjs": (
                (41, "your front end is JavaScript and you want one language"),
                (33, "you need a middleware for everything, ready made"),
                (24, "whoever joins next year should know it already"),
                (11, "thousands of connections mostly wait"),
                (6, "you have two hundred routes in it and they work"),
                (2, "you like to see how a request is answered, line by line"),
            ),
            "flask": (
                (38, "the interesting part of your service is Python: numbers, models, reports"),
                (27, "pages are made on the server, with forms and templates"),
                (19, "you are learning, and want to read the whole framework"),
                (8, "a notebook has to become a service by Friday"),
            ),
            "koa": (
                (14, "every handler waits for something and you write async functions anyway"),
                (9, "you want to pick each piece yourself and can say why"),
                (4, "errors should end in one place"),
            ),
        },
        (
            Part(
                "",
                "All three are small: they route a request to a function and leave the rest to "
                "you. The first question is the language. Between **Flask** and the other two, "
                "take the one your data and your colleagues already speak. Between **ExpressJS** "
                "and **Koa** it is habit and packages against cleaner control flow.",
            ),
            Part(
                "Middleware",
                "- **ExpressJS**: functions in a row, each calls `next()`. What comes after the "
                "answer needs an event.\n"
                "- **Koa**: functions around one another. `await next()` comes back, so timing and "
                "clean-up are a line before and a line after.\n"
                "- **Flask**: hooks before and after a request, and WSGI middleware below it. Most "
                "needs are met by extensions instead.",
                "- **ExpressJS**: functions in a row.\n"
                "- **Koa**: functions around one another.\n"
                "- **Flask**: hooks before and after a request.",
            ),
            Part(
                "Routing",
                "Flask and ExpressJS bring a router. Flask's knows types (`<int:id>`) and makes "
                "addresses from names with `url_for`. Koa brings none: nearly everyone adds "
                "`@koa/router`.",
            ),
            Part(
                "Errors",
                "In ExpressJS 4 a rejected promise was lost unless somebody passed it to `next`; "
                "version 5 catches it. In Koa an error travels up through `await`, so one "
                "`try` around everything is enough. Flask turns exceptions into answers by their "
                "class, with `errorhandler`.",
                "ExpressJS loses rejected promises. Koa does not. Flask has `errorhandler`.",
            ),
            Part(
                "Waiting",
                "Node.js waits for many things at once in one thread; a slow calculation stops "
                "them all. Flask usually serves one request per thread or process: waiting is "
                "dearer, calculating disturbs nobody.",
            ),
            Part(
                "Testing",
                "Flask has a client that needs no server. For the other two `supertest` opens a "
                "port and does the same.",
            ),
        ),
        (46, 5),
    ),
    "expressjs-vs-koa": Told(
        {
            "expressjs": (
                (17, "a package for your problem exists and speaks ExpressJS"),
                (12, "the people who will look after it know nothing else"),
            ),
            "koa": (
                (13, "you start afresh and everything you call returns a promise"),
                (7, "you would rather read six hundred lines than configure them"),
            ),
        },
        (
            Part(
                "Moving",
                "Both can answer behind one address: put the new one in front and let it pass on "
                "what it does not know. We moved forty routes so, a few each week.",
            ),
        ),
        (11, 1),
    ),
    "angular-vs-react-vs-vue": Told(
        {
            "angular": (
                (22, "ten teams should write the same code"),
                (15, "you want forms, routing and requests decided by somebody else"),
            ),
            "react": (
                (31, "you hire often"),
                (21, "a native app should share what you learn"),
            ),
            "vue": (
                (28, "people who write HTML and CSS should change pages themselves"),
                (16, "you add it to pages that a server makes"),
            ),
        },
        (
            Part(
                "",
                "Angular is a framework with an opinion on everything, React a library with an "
                "opinion on one thing, Vue.js stands between. Pages are fast with each of them, "
                "and slow.",
            ),
            Part(
                "State",
                "React asks you to choose; Vue.js has one recommended store; Angular has services "
                "and signals.",
            ),
        ),
        (29, 6),
    ),
    "react-vs-vue": Told(
        {
            "react": ((24, "you need a component for every need"), (9, "you think in functions")),
            "vue": (
                (19, "your templates should still look like HTML"),
                (14, "you do not want to think about when things are drawn again"),
            ),
        },
        (
            Part(
                "Drawing again",
                "Vue.js notes what a component reads and draws it again when that changes. React "
                "calls the component again and compares; what is dear has to be remembered by "
                "hand, or by its compiler.",
            ),
        ),
        (13, 2),
    ),
    "django-vs-flask": Told(
        {
            "django": (
                (35, "somebody has to edit rows, and an admin would do"),
                (26, "you want migrations, users and forms on the first day"),
                (9, "the next person should find everything where it always is"),
            ),
            "flask": (
                (23, "you bring your own database layer, or none"),
                (17, "three routes are all it will ever have"),
            ),
        },
        (
            Part(
                "Size",
                "A Django project begins with settings, a Flask one with a function. After two "
                "years both have settings; in Flask's case you wrote them.",
            ),
            Part(
                "Async",
                "Django serves ASGI and has async views; its database layer is partly there. "
                "Flask runs `async` views in a thread of their own: good for a few calls, no "
                "reason to choose it.",
            ),
        ),
        (21, 3),
    ),
    "fastapi-vs-flask": Told(
        {
            "fastapi": (
                (27, "programs read your answers and want a schema"),
                (12, "most of your code checks what came in"),
            ),
            "flask": (
                (18, "people read your answers and want pages"),
                (6, "nothing you call is asynchronous"),
            ),
        },
        (),
        (8, 2),
    ),
    "mysql-vs-postgresql": Told(
        {
            "mysql": (
                (14, "your host offers it and nothing else"),
                (11, "you read simple rows by key, very often"),
            ),
            "postgresql": (
                (36, "a wrong value should be refused, not guessed"),
                (22, "you want to put an index on half a table or on an expression"),
            ),
        },
        (
            Part(
                "Changing tables",
                "PostgreSQL changes a table inside a transaction: a migration that fails leaves "
                "nothing behind. In MySQL each such statement stands for itself.",
            ),
            Part(
                "Connections",
                "MySQL gives each connection a thread, PostgreSQL a process. From a few hundred "
                "on PostgreSQL wants a pooler in front.",
            ),
        ),
        (19, 1),
    ),
    "mongodb-vs-postgresql": Told(
        {
            "mongodb": ((12, "each document is read and written whole"),),
            "postgresql": (
                (29, "your documents refer to one another"),
                (13, "you cannot say yet what you will ask of your data"),
            ),
        },
        (),
        (9, 3),
    ),
    "docker-vs-kubernetes": Told(
        {
            "docker": ((33, "everything fits on one machine"),),
            "kubernetes": ((18, "machines fail and nobody should get up for it"),),
        },
        (
            Part(
                "",
                "They are not two answers to one question: Docker makes and runs containers, "
                "Kubernetes decides on which machine they run. What people compare is "
                "**Compose** on one machine with a cluster.",
            ),
        ),
        (24, 2),
    ),
    "rabbitmq-vs-redis": Told(
        {
            "rabbitmq": ((16, "a message may not be lost when a worker dies"),),
            "redis": ((15, "you run it already and the queue is short"),),
        },
        (),
        (6, 1),
    ),
    "vite-vs-webpack": Told(
        {
            "vite": ((30, "you begin today"),),
            "webpack": ((12, "your build has loaders that nobody else wrote"),),
        },
        (
            Part(
                "While developing",
                "Vite sends modules as they are and lets the browser ask for them; webpack makes "
                "a bundle first. In a large project that is the difference between at once and "
                "half a minute.",
            ),
        ),
        (10, 0),
    ),
    "go-vs-rust": Told(
        {
            "go": (
                (25, "a colleague should change it after a week of learning"),
                (18, "it waits for networks more than it calculates"),
            ),
            "rust": (
                (21, "a pause of a millisecond is too long"),
                (13, "a mistake in memory would be a disaster"),
            ),
        },
        (),
        (12, 4),
    ),
    "caddy-vs-nginx": Told(
        {
            "caddy": ((20, "you would forget to renew a certificate"),),
            "nginx": ((14, "you know its configuration by heart"),),
        },
        (),
        (5, 0),
    ),
}
