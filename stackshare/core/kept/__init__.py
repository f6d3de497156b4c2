"""Whole pages, kept until something they show changes.

A page is made once, for everybody. While it is made, `reads` notes which rows it rests on;
`holes` are the few places that differ from reader to reader; `log` is what every write leaves
behind, in its own transaction; `pages` stands ahead of Flask and puts the three together.
"""
