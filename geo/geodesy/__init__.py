"""Distances, great circles and discs on the earth.

Coordinates are CRS84: longitude, then latitude, in degrees on WGS 84; longitudes lie between
-180 and 180. Distances are metres on the WGS 84 ellipsoid (pyproj). Great circles are drawn
on the sphere, with geodetic latitudes taken as spherical ones. They
part from the ellipsoid's geodesics by up to 7 km (0.2° of course) where the ends are less than
10,000 km apart, 23 km up to 15,000 km, and more toward the antipodes; the line from Caracas to
Pyongyang by 10 km. That is less than a line's width on a map of the world.

Where a line's course is not given by its ends, it is chosen:

- Antipodes are joined over the north pole, along the meridian of the start; the two poles,
  along the meridian of the start.
- A pole has no longitude of its own: as the end of a line it takes that of the line.
- A line over a pole jumps 180° of longitude there. It gets two vertices on the pole, one for
  each meridian, so that a map draws it to its edge and along it.
- A line whose ends coincide keeps two vertices and has no length and no course.
"""

from geo.geodesy.arc_lines import TOLERANCE_DEG, great_circles
from geo.geodesy.arrays import EARTH_RADIUS_M, LonLat
from geo.geodesy.discs import disc, discs
from geo.geodesy.lines import crossing, distance, initial_course, northernmost, points
from geo.geodesy.rings import shape_of

__all__ = ["EARTH_RADIUS_M", "TOLERANCE_DEG", "LonLat", "crossing", "disc", "discs", "distance"]
__all__ += ["great_circles", "initial_course", "northernmost", "points", "shape_of"]
