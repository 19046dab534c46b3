"""The pair figure: two embassies, the way between them, their quarters."""
