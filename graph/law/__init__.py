"""Law: from words to identifiers of legislation.gov.uk."""
