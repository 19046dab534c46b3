"""Networks of states: counted, ranked, compared, each number with what is not known."""

from geo.reports.networks.counting import BY, COLUMNS, GROUPS, Counting, Level, counted
from geo.reports.networks.measures import GIVEN, Measure, Scorecard, scorecard, totals
from geo.reports.networks.pairs import MARKS, ORDERS, hosts_both, matrix, reciprocity, two, unnamed
from geo.reports.networks.places import city, nearest, quarters
from geo.reports.networks.ranking import MOST, Comparison, compare, earlier, rank, share
from geo.reports.networks.states import Report, pair, profile

__all__ = [
    "BY",
    "COLUMNS",
    "GIVEN",
    "GROUPS",
    "MARKS",
    "MOST",
    "ORDERS",
    "Comparison",
    "Counting",
    "Level",
    "Measure",
    "Report",
    "Scorecard",
    "city",
    "compare",
    "counted",
    "earlier",
    "hosts_both",
    "matrix",
    "nearest",
    "pair",
    "profile",
    "quarters",
    "rank",
    "reciprocity",
    "scorecard",
    "share",
    "totals",
    "two",
    "unnamed",
]
