"""The sample community: invented people, real rows, the same on every machine."""
