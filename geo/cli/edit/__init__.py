"""Commands that change a dataset: add, deprecate, undo."""
