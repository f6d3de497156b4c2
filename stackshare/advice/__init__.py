"""Questions: who needs advice on which tools, and the thread that answers."""
