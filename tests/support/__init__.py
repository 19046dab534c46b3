"""What several tests share: rows, datasets, pages, programs."""
