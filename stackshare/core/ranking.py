"""How votes for and against become an order."""

from math import sqrt

Z = 1.96  # 95 % sure


def wilson(ups: int, downs: int) -> float:
    """The least share of ups that these votes make likely, 0 to 1: 9 of 10 stand above 1 of 1.

    The lower bound of the score interval of E. B. Wilson (1927), “Probable inference, the law of
    succession, and statistical inference”.
    """
    n = ups + downs
    if n == 0:
        return 0.0
    share, square = ups / n, Z * Z
    middle = share + square / (2 * n)
    spread = Z * sqrt((share * (1 - share) + square / (4 * n)) / n)
    return max(0.0, (middle - spread) / (1 + square / n))
