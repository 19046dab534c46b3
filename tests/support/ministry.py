"""A workbook as a ministry keeps it: title rows, merged cells, Spanish headings, dates and DMS."""

from __future__ import annotations

from pathlib import Path

import openpyxl

HEADINGS = (
    *("Región", "Estado acreditante", "Tipo de misión", "País sede", "Ciudad"),
    *("Fecha de apertura", "Coordenadas", "Dirección", "Teléfono"),
)
SENDING = (
    ("América", "EE.UU.", 5),
    ("América", "Rep. Dominicana", 4),
    ("Europa", "Rep. Checa", 5),
    ("Europa", "Países Bajos", 4),
    ("Oceanía", "Nueva Zelandia", 4),
    ("Asia", "Rep. de Corea", 4),
    ("África", "Côte d´Ivoire", 4),
)
POSTS = (
    ("Embajada", "Perú", "Lima", "12 de marzo de 2011", "12°02′35″S 77°01′42″O"),
    ("Consulado General", "España", "Barcelona", "1.º de junio de 1987", "41°23′20″N 2°09′32″E"),
    (
        "Consulado Honorario",
        "Chile",
        "Valparaíso",
        "mayo de 2003",
        "33° 02' 46\" S, 71° 37' 11\" O",
    ),
    ("Oficina Comercial", "Argentina", "Buenos Aires", "1998", "34°36′12″S 58°22′54″O"),
    ("Misión Permanente", "Suiza", "Ginebra", "3 de noviembre de 1960", "46°12′00″N 6°09′00″E"),
)


def workbook(path: Path) -> Path:
    """Write the workbook of 30 rows; one has a type that is none."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Misiones"
    sheet.append(["Ministerio de Relaciones Exteriores"])
    sheet.append(["Lista de misiones diplomáticas y consulares"])
    sheet.append([])
    sheet.append(list(HEADINGS))
    for number, (region, state, count) in enumerate(SENDING):
        first = sheet.max_row + 1
        for kind, host, city, opened, at in POSTS[:count]:
            if number == 5 and kind == "Oficina Comercial":
                kind = "Castillo"
            sheet.append([region, state, kind, host, city, opened, at, "Calle 1", "+51 1 000"])
        for column in (1, 2):
            sheet.merge_cells(
                start_row=first, end_row=sheet.max_row, start_column=column, end_column=column
            )
    sheet.merge_cells("A1:I1")
    book.create_sheet("Notas").append(["Los datos son ficticios."])
    book.save(path)
    return path
