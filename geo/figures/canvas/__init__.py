"""What every figure is drawn with: sheet, letters, colours, labels, legend, notices."""
