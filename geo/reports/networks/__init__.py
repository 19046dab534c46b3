"""Networks of states: counted, ranked, compared, with the gaps in what is known beside each number.

All of them count by :func:`counted`: a mission is surely there, or possibly; and of each pair of
states it is known that a mission is there, that none is, that a state is represented from
elsewhere, or there is no data.
"""

from __future__ import annotations

from geo.reports.networks.comparison import Comparison, compare
from geo.reports.networks.counting import BY, Counting, Level, counted
from geo.reports.networks.measures import MEASURES, Measure, Scorecard, scorecard
from geo.reports.networks.pairs import HOSTS, ORDERS, RECIPROCITY, hosts_both, matrix, reciprocity
from geo.reports.networks.ranking import RANK_COLUMNS, rank
from geo.reports.networks.reported_totals import TOTAL_COLUMNS, totals

__all__ = [
    "BY",
    "HOSTS",
    "MEASURES",
    "ORDERS",
    "RANK_COLUMNS",
    "RECIPROCITY",
    "TOTAL_COLUMNS",
    "Comparison",
    "Counting",
    "Level",
    "Measure",
    "Scorecard",
    "compare",
    "counted",
    "hosts_both",
    "matrix",
    "rank",
    "reciprocity",
    "scorecard",
    "totals",
]
