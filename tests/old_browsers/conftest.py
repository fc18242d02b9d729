from tests.access.fresh import abroad, walk, world  # noqa: F401  (fixtures)
from tests.face.conftest import full_world, window  # noqa: F401
