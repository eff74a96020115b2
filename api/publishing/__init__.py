"""The site as static files: every page and document that HTTP gives, laid out so that plain web hosts serve them."""
