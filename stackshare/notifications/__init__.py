"""What members are told, on a page and by mail. Knows nothing of what it tells about."""
