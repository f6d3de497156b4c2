"""How fast the stackup page is served, beside its peers: `bench/run`, see README.md."""
