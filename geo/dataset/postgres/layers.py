"""The layers that maps show, as views with PostGIS geometries and the styles of QGIS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from geo import dates

if TYPE_CHECKING:
    from psycopg import Connection

VIEWS: Final = "embassy_atlas_map"  # The schema of the views
_SRID: Final = 4326
_STYLES: Final = """CREATE TABLE public.layer_styles (
id serial PRIMARY KEY, f_table_catalog varchar, f_table_schema varchar, f_table_name varchar,
f_geometry_column varchar, stylename text, styleqml xml, stylesld xml, useasdefault boolean,
description text, owner varchar(63), ui xml, update_time timestamp DEFAULT CURRENT_TIMESTAMP,
type varchar)"""
"""The table in which QGIS keeps styles, as QGIS makes it."""


@dataclass(frozen=True)
class Layer:
    """A layer: its columns with their types, its geometry, its style, and its features.

    A feature is its number, id, properties as JSON, and geometry as WKB.
    """

    name: str
    columns: Mapping[str, str]
    geometry: str
    style: str
    features: Sequence[tuple[int, str, str, bytes | None]]


def is_outdated(conn: Connection[Any]) -> bool:
    """Whether there are views of another state or day, and this role may draw them."""
    query = (
        "SELECT d.stamp IS DISTINCT FROM s.stamp OR s.day <> %s FROM dataset d, drawn s "
        "WHERE s.stamp IS NOT NULL AND has_table_privilege('features', 'INSERT')"
    )
    return conn.execute(query, [dates.today()]).fetchone() == (True,)


def create_views(conn: Connection[Any], layers: Sequence[Layer]) -> None:
    """Make the views and their styles; in a transaction."""
    if conn.execute("SELECT to_regclass('public.layer_styles')").fetchone() == (None,):
        conn.execute(_STYLES)
        conn.execute("GRANT SELECT ON public.layer_styles TO PUBLIC")
    conn.execute("DELETE FROM public.layer_styles WHERE f_table_schema = %s", [VIEWS])
    for layer in layers:
        columns = ", ".join(
            f"(properties->>'{name}')::{kind} AS \"{name}\""
            for name, kind in layer.columns.items()
            if name != "id"
        )
        made = f"public.ST_GeomFromWKB(geometry, {_SRID})"
        if layer.geometry.startswith("Multi"):
            made = f"public.ST_Multi({made})"
        conn.execute(f"DROP VIEW IF EXISTS {VIEWS}.{layer.name}")
        conn.execute(
            f"CREATE VIEW {VIEWS}.{layer.name} AS SELECT fid, id, {columns}, "  # noqa: S608
            f"{made}::public.geometry({layer.geometry}, {_SRID}) AS geom "
            f"FROM embassy_atlas.features WHERE layer = '{layer.name}'"
        )
        conn.execute(
            "INSERT INTO public.layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, stylename, styleqml, useasdefault, description, owner) VALUES "
            "(current_database(), %s, %s, 'geom', %s, %s::xml, true, 'Embassy Atlas', "
            "current_user)",
            [VIEWS, layer.name, layer.name, layer.style.partition("?>")[2] or layer.style],
        )


def write_features(conn: Connection[Any], layers: Sequence[Layer], stamp: str) -> None:
    """Write the features that differ; in a transaction."""
    for layer in layers:
        fids, ids, told, drawn = ([one[n] for one in layer.features] for n in range(4))
        conn.execute(
            "DELETE FROM features WHERE layer = %s AND id <> ALL (%s::text[])", [layer.name, ids]
        )
        conn.execute(
            "INSERT INTO features AS f SELECT %s, new.id, new.fid, new.told::jsonb, new.drawn FROM "
            "unnest(%s::bigint[], %s::text[], %s::text[], %s::bytea[]) "
            "AS new (fid, id, told, drawn) "
            "ON CONFLICT (layer, id) DO UPDATE SET properties = excluded.properties, "
            "geometry = excluded.geometry WHERE (f.properties, f.geometry) IS DISTINCT FROM "
            "(excluded.properties, excluded.geometry)",
            [layer.name, fids, ids, told, drawn],
        )
    conn.execute("UPDATE drawn SET stamp = %s, day = %s", [stamp, dates.today()])
