"""Records in the shapes that people write them in."""

FULL_4 = """\
---
# These are optional
status: "accepted"
date: 2024-06-11
decision-makers: Ann, Ben
---

# Keep sessions in the database

## Context and Problem Statement

Sessions were signed cookies. *Nobody* could be signed out.

<!-- This is optional -->
## Decision Drivers

* Ending a session at once
* One thing less to run

## Considered Options

* Redis
* A table in PostgreSQL
* Signed cookies

## Decision Outcome

Chosen option: "A table in PostgreSQL", because a read by key costs us nothing that we
would notice.

<!-- optional -->
### Consequences

* Good, because sign-out works
* Bad, because there is one query more

### Confirmation

A test signs out everywhere.

## Pros and Cons of the Options

### Redis

A server of its own. <!-- a comment that stays -->

* Good, because it forgets by itself
* Neutral, because we know it a little
* Bad, because it must be run

### Signed cookies

* Good, because nothing is stored
* Bad, because nothing can be ended

## More Information

See the note on sign-out.
"""

FULL_2 = """\
# [Use Koa for the gateway]

* Status: superseded by [ADR-0012](0012-something.md) <!-- optional -->
* Deciders: the platform team
* Date: 2019-03-02 <!-- optional -->

Technical Story: the old gateway dropped requests

## Context and Problem Statement

Which framework does the gateway get?

## Decision Drivers <!-- optional -->

* driver one

## Considered Options

* [ExpressJS](#expressjs)
* [Koa](#koa)

## Decision Outcome

Chosen option: "[Koa](#koa)", because:

- errors end in one place
- it is small

### Positive Consequences <!-- optional -->

* Fewer lines

### Negative Consequences <!-- optional -->

* Fewer examples

## Pros and Cons of the Options <!-- optional -->

### [ExpressJS](#expressjs)

* Good, because everybody knows it
* Bad, because
  errors go astray

### [Koa](#koa)

* Good: small core
* Bad, few plugins

## Links <!-- optional -->

* Refined by another record
"""

MINIMAL_3 = """\
# Write plain CSS

## Context and Problem Statement

Do we need a framework for styles?

## Considered Options

* Plain CSS
* A framework

## Decision Outcome

Chosen option: "Plain CSS", because layers and nesting are enough for us.
"""

OLD_STYLE = """\
# 7. Move to Vue

Date: 2021-01-20

## Status

Approved

## Context

The templates grew.

## Decision

We will use Vue for the editor alone.

## Consequences

Two ways to render.
"""

NO_LIST = """\
# Which queue?

## Considered Options

### RabbitMQ

Runs elsewhere already.

### A table

## Decision Outcome

**Chosen option: A table**, since one worker is enough.
"""
