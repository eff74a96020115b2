"""What a validation refuses: shapes that SHACL does not allow, or that ask for what is not there."""

from dataclasses import dataclass

from releasegraph.graph.errors import ReleasegraphError

__all__ = ["ShapesError"]


@dataclass(unsafe_hash=True)
class ShapesError(ReleasegraphError):
    """Say which shape cannot be used, and why; nothing was validated."""

    shape: str
    """The shape or constraint as Turtle writes it: an IRI in brackets, or a blank node."""
    reason: str

    def __str__(self) -> str:
        """Give both in one line."""
        return f"the shapes cannot be used: {self.shape}: {self.reason}"
