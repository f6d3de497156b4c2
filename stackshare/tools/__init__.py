"""The catalogue: tools, their categories, aliases, and who follows them."""
