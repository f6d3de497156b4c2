"""Companies: owners of stacks for whom several people speak."""
