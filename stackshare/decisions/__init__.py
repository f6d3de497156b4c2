"""What was chosen, over what, why, and how it turned out; and the switches that follow from it."""
