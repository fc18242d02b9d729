"""A file sealed to a recovery key: the house can write it and cannot read it."""

import pytest

from foundation.sealing import CannotOpen, recovery
from foundation.sealing.files import PIECE

PRIVATE = bytes(range(32))
TEXT = b"x" * PIECE + "王秀兰".encode()


@pytest.fixture
def sealed(tmp_path):
    file = recovery.seal_to(tmp_path / "file", recovery.public_half(PRIVATE))
    file.write(TEXT)
    file.close()
    return tmp_path / "file"


def opened(path, private=PRIVATE):
    with path.open("rb") as file:
        return b"".join(recovery.opened(file, private))


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_the_paper_opens_it(tmp_path, settings, cipher):
    settings.FIELD_CIPHER = cipher
    file = recovery.seal_to(tmp_path / "file", recovery.public_half(PRIVATE))
    file.write(TEXT)
    file.close()

    assert opened(tmp_path / "file") == TEXT
    assert "王秀兰".encode() not in (tmp_path / "file").read_bytes()
    assert (tmp_path / "file").read_bytes().startswith(f"zerentian-backup-1 {cipher} ".encode())


def test_two_of_the_same_have_nothing_in_common(sealed, tmp_path):
    again = recovery.seal_to(tmp_path / "again", recovery.public_half(PRIVATE))
    again.write(TEXT)
    again.close()

    one, two = (path.read_bytes().split(b"\n", 1)[1] for path in (sealed, tmp_path / "again"))
    assert one[4:40] != two[4:40]


def test_another_sheet_is_told_by_its_name(sealed):
    with pytest.raises(recovery.AnotherKey) as told:
        opened(sealed, bytes(32))
    assert told.value.needed == recovery.id_of(recovery.public_half(PRIVATE))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-1],
        lambda content: content[: content.index(b"\n") + 1 + 4 + PIECE + 16],
        lambda content: content.replace(b" sm4 ", b" aes ", 1),
        lambda content: content[:-20] + bytes([content[-20] ^ 1]) + content[-19:],
        lambda content: content[:40] + b"AAAA" + content[44:],
    ],
    ids=["cut", "cut at a piece", "another cipher", "a bit", "another pair"],
)
def test_what_was_changed_or_cut_does_not_open(sealed, spoil):
    sealed.write_bytes(spoil(sealed.read_bytes()))

    with pytest.raises((CannotOpen, recovery.AnotherKey)):
        opened(sealed)


def test_something_else_is_no_backup(tmp_path):
    (tmp_path / "file").write_bytes(b"PK\x03\x04" + bytes(500))

    with pytest.raises(recovery.NotSealedByUs):
        opened(tmp_path / "file")
