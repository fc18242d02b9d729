"""A sealed file opens whole or not at all."""

import io

import pytest

from foundation.sealing import CannotOpen, files

PIECE = files.PIECE


def sealed(tmp_path, content, key):
    path = tmp_path / "file"
    out = files.SealingFile(path, key)
    for start in range(0, len(content), 100_000):
        out.write(content[start : start + 100_000])
    out.close()
    return path.read_bytes()


def opened(raw, key):
    return b"".join(files.pieces(io.BytesIO(raw), key))


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_goes_in_comes_out(tmp_path, settings, cipher, size):
    settings.FIELD_CIPHER = cipher
    key, content = files.new_key(), bytes(size)

    raw = sealed(tmp_path, content, key)
    assert opened(raw, key) == content
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def parts(raw):
    """The pieces as they lie there, each with its length before it."""
    while raw:
        end = 4 + int.from_bytes(raw[:4], "big")
        yield raw[:end]
        raw = raw[end:]


def test_a_changed_cut_swapped_or_doubled_file_does_not_open(tmp_path):
    key = files.new_key()
    raw = sealed(tmp_path, bytes(3 * PIECE), key)
    one, two, three = parts(raw)
    flipped = raw[:100] + bytes([raw[100] ^ 1]) + raw[101:]

    for bad in (b"", flipped, one + two, one, two + one + three, one + two + two + three, raw[:-1]):
        with pytest.raises(CannotOpen):
            opened(bad, key)


def test_an_unfinished_file_and_another_key_do_not_open(tmp_path):
    key = files.new_key()
    out = files.SealingFile(tmp_path / "half", key)
    out.write(bytes(2 * PIECE))
    out.give_up()

    with pytest.raises(CannotOpen):
        opened((tmp_path / "half").read_bytes(), key)
    with pytest.raises(CannotOpen):
        opened(sealed(tmp_path, b"x", key), files.new_key())
