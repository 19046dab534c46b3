"""What is said of missions, sources and conflicts: cards, timelines, citations, quality."""
