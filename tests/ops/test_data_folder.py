"""Keys are made once, demo and real data are never mixed, one program for one folder."""

import base64
import os

import pytest

from tools import data_folder, listening
from tools.install import Trouble


def read(folder):
    lines = (folder / "env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_the_first_start_makes_keys_only_the_owner_can_read(tmp_path):
    data_folder.write_env(tmp_path, demo=True)

    made = read(tmp_path)
    name, key = made["ZERENTIAN_FIELD_KEYS"].split(":")
    assert (name, len(base64.b64decode(key))) == ("k1", 16)
    assert len(base64.b64decode(made["ZERENTIAN_INDEX_KEY"])) == 32
    assert len(made["ZERENTIAN_SECRET_KEY"]) >= 50
    assert made["ZERENTIAN_DEMO"] == "1"
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600


def test_a_new_folder_is_closed_to_others(tmp_path):
    data_folder.writable(tmp_path / "data")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_a_folder_somebody_made_beforehand_is_closed_too(tmp_path):
    made = tmp_path / "data"
    made.mkdir(mode=0o755)
    data_folder.writable(made)
    assert made.stat().st_mode & 0o777 == 0o700


def test_later_starts_keep_the_keys(tmp_path):
    data_folder.write_env(tmp_path, demo=False)
    first = (tmp_path / "env").read_text()
    data_folder.write_env(tmp_path, demo=False)
    assert (tmp_path / "env").read_text() == first
    assert "ZERENTIAN_DEMO" not in first


def test_two_installations_have_different_keys():
    one, other = data_folder.fresh_secrets(), data_folder.fresh_secrets()
    assert not set(one.values()) & set(other.values())


@pytest.mark.parametrize("first", [True, False])
def test_demo_and_empty_never_share_a_folder(tmp_path, first):
    data_folder.write_env(tmp_path, demo=first)
    with pytest.raises(Trouble, match="invented and real people are never mixed"):
        data_folder.write_env(tmp_path, demo=not first)


def test_a_database_without_its_keys_gets_no_new_ones(tmp_path):
    (tmp_path / "zerentian.sqlite3").touch()
    with pytest.raises(Trouble, match="Put the file back from your backup"):
        data_folder.write_env(tmp_path, demo=False)
    assert not (tmp_path / "env").exists()


def test_one_program_for_one_folder(tmp_path):
    lock = data_folder.hold(tmp_path)
    with pytest.raises(Trouble, match="is in use by another"):
        data_folder.hold(tmp_path, patience=0)

    os.close(lock)
    data_folder.hold(tmp_path, patience=0)


def test_an_address_for_phones_nearby_brings_its_names_along():
    assert listening.names_of("127.0.0.1") == ["localhost", "127.0.0.1", "[::1]"]
    assert listening.names_of("192.0.2.7")[-1] == "192.0.2.7"
    everywhere = listening.names_of("0.0.0.0")
    assert os.uname().nodename.lower() in everywhere
    assert set(listening.own_addresses()) <= set(everywhere)
    assert "*" not in everywhere


@pytest.mark.parametrize("port", [0, -1, 65536, 99999])
def test_a_port_that_cannot_be_is_a_sentence(port):
    with pytest.raises(Trouble, match="ports are 1 to 65535"):
        listening.check_port("127.0.0.1", port)


def test_a_host_that_is_not_here_is_a_sentence():
    with pytest.raises(Trouble, match="cannot listen on 192.0.2.7"):
        listening.check_port("192.0.2.7", 8000)
