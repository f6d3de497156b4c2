"""Finding what anybody wrote: documents follow the rows they stand for, and are found by words."""
