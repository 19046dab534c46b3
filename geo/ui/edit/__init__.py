"""The form that edits a dataset."""
