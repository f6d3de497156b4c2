"""Markdown Any Decision Records, versions 2 to 4: text in, what it says out, and back.

Reading is tolerant: nothing raises, and what has no place here is told or kept in the context.
"""
