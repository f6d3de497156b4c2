"""The front door: the home page, and whether the house is standing."""
