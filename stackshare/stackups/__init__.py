"""Two to six tools side by side."""
