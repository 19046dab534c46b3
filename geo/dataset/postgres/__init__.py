"""A dataset in PostgreSQL: read as files of a local copy, written in one transaction."""
