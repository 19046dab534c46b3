"""Live services: Wikidata's and Overpass's, asked through one client that is polite to them."""
