from tests.accounts.conftest import clock

__all__ = ["clock"]
