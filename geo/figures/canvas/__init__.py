"""What every figure is drawn with: sheet, letters, colours, labels, legend, notices."""

from geo.figures.canvas.typography import Style, clean, lacking

__all__ = ["Style", "clean", "lacking"]
