"""The world figure: many missions with their lines on one map."""
