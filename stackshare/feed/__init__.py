"""The feed: what is new about what a member follows, and all that they follow."""
