"""Maps on a sheet: projections, base map, plans of a quarter or a city."""
