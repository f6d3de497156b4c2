"""How large the sample community is: its people, its stacks, and who uses and follows what."""

PEOPLE = 25_000
STACKS = 60_000

# slug: stacks, followers, where its stacks begin. None: spread over all.
# Tools of one world begin close together, so that they are found together.
SIZES: dict[str, tuple[int, int, int | None]] = {
    "expressjs": (35_100, 24_000, 0),
    "flask": (19_300, 16_200, 38_000),
    "koa": (812, 483, 34_000),
    "nodejs": (24_000, 20_000, 0),
    "javascript": (26_000, 22_000, 0),
    "python": (21_000, 19_000, 36_500),
    "react": (18_000, 17_000, 4_000),
    "typescript": (12_000, 11_000, 9_000),
    "mongodb": (9_000, 9_500, 2_000),
    "django": (8_200, 9_000, 52_000),
    "fastapi": (3_900, 4_100, 47_000),
    "sqlalchemy": (4_200, 2_900, 38_000),
    "celery": (2_600, 2_200, 41_000),
    "jinja": (3_100, 1_400, 38_500),
    "pytest": (3_300, 2_000, 40_000),
    "gunicorn": (2_400, 1_100, 39_000),
    "fastify": (1_900, 1_700, 27_000),
    "vue": (6_000, 7_000, 20_000),
    "angular": (4_500, 5_000, 26_000),
    "nextjs": (4_800, 5_200, 10_000),
    "jest": (3_600, 2_800, 5_000),
    "webpack": (3_900, 3_000, 3_000),
    "postgresql": (15_000, 14_000, None),
    "mysql": (9_800, 9_000, None),
    "redis": (12_000, 12_500, None),
    "docker": (16_000, 15_500, None),
    "kubernetes": (6_400, 8_800, None),
    "nginx": (11_000, 9_700, None),
    "git": (17_000, 13_000, None),
    "github": (14_000, 12_000, None),
    "github-actions": (7_000, 5_500, None),
    "amazon-web-services": (8_800, 9_100, None),
    "visual-studio-code": (6_100, 6_600, None),
    "slack": (5_200, 4_800, None),
    "sentry": (3_700, 3_300, None),
    "grafana": (3_000, 3_600, None),
    "prometheus": (2_700, 3_100, None),
    "rabbitmq": (2_500, 2_900, None),
    "elasticsearch": (3_800, 4_400, None),
    "jenkins": (2_900, 2_600, None),
    "terraform": (2_800, 3_200, None),
}


def size_of(slug: str, number: int) -> tuple[int, int, int | None]:
    """The sizes of a tool that has none of its own: a long tail, the same on every machine."""
    spread = (number * 7_919) % 97
    return SIZES.get(slug, (3 + spread * 2, 2 + spread, None))


# What people compare, the most viewed first.
STACKUPS = (
    "expressjs-vs-flask-vs-koa angular-vs-react-vs-vue react-vs-vue django-vs-flask "
    "mysql-vs-postgresql docker-vs-kubernetes fastapi-vs-flask mongodb-vs-postgresql "
    "rabbitmq-vs-redis kafka-vs-rabbitmq expressjs-vs-fastify expressjs-vs-koa jest-vs-vitest "
    "vite-vs-webpack react-vs-svelte svelte-vs-vue javascript-vs-typescript go-vs-rust "
    "java-vs-kotlin python-vs-ruby django-vs-laravel-vs-rails github-vs-gitlab "
    "github-actions-vs-jenkins ansible-vs-terraform grafana-vs-prometheus caddy-vs-nginx "
    "elasticsearch-vs-opensearch mariadb-vs-mysql mysql-vs-postgresql-vs-sqlite "
    "bootstrap-vs-tailwind-css cypress-vs-playwright-vs-selenium npm-vs-pnpm-vs-yarn "
    "celery-vs-rabbitmq memcached-vs-redis discord-vs-slack jira-vs-trello pandas-vs-polars "
    "pytorch-vs-tensorflow gunicorn-vs-uvicorn docker-vs-podman bun-vs-deno-vs-nodejs "
    "heroku-vs-netlify-vs-vercel"
).split()


def views_in_a_week(number: int) -> int:
    """Of the page with this number: a long tail, not quite in order."""
    return 4_000 // (number + 3) + number * 7_919 % 97
