"""Timelines of missions on a sheet."""
