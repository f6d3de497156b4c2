"""Threads of comments. A thread knows nothing of what it hangs on."""
