"""The register: people, doors, needs, and the files it comes from."""

from foundation.audit.personal_data import comes, names_people
from residents.personal import register, sources

__all__ = ["register", "sources"]

comes("residents", 1)
names_people("residents.Person")
