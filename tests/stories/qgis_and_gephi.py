"""A hand-over to QGIS and Gephi.

The GeoPackage opens styled in QGIS, layer by layer; the network of states opens in Gephi or
networkx.
"""

from pathlib import Path

import geopandas
import networkx

import geo
from geo.exporters import write_file

atlas = geo.Atlas.open()
selection = geo.Selection(states=("PRK",), as_of="2024-01-31")
write_file(atlas, selection, Path("missions.gpkg"))
layers = geopandas.list_layers("missions.gpkg")
print(layers.to_string(index=False))
styles = geopandas.read_file("missions.gpkg", layer="layer_styles")
assert "missions" in set(styles["f_table_name"])

write_file(atlas, selection, Path("states.gexf"))
network = networkx.read_gexf("states.gexf")
print(f"{network.number_of_nodes()} states, {network.number_of_edges()} links")
assert "PRK" in network
