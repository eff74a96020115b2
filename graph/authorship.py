"""Whose words the sources are, and under which licence: the register's are open, a page's are its author's."""

__all__ = ["OGL", "PAGE_AUTHOR", "PUBLISHER", "RIGHTS"]

OGL = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
"""The licence of the register's workbooks."""
PUBLISHER = "NHS England"
"""Who publishes the workbooks."""
PAGE_AUTHOR = "medConfidential"
"""Who wrote every page, as the pages sign themselves."""
RIGHTS = (
    f"The words of the pages are {PAGE_AUTHOR}'s, and no licence of this site covers them. What comes from the "
    f"workbooks of {PUBLISHER} is under the Open Government Licence v3.0."
)
"""What holds for a graph that is built from pages too."""
