"""The queue of files: a message is whole or not there, and garbage never ends the worker."""

import errno
import os
import pathlib
from queue import Empty

import pytest
from kombu import Connection

from foundation.work import file_broker
from foundation.work.file_broker import PATIENCE, moved_away

GARBAGE = {
    "empty": b"",
    "half": b'{"body": "W1tdLCB7fSwge31d", "prop',
    "no text": b"\xff\xfe\x00",
    "a number": b"7",
    "no properties": b"{}",
    "a body that is none": b'{"body": "a", "properties": {"delivery_tag": 1, '
    b'"delivery_info": {}, "body_encoding": "base64"}}',
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "queue"


@pytest.fixture
def queue(folder):
    file_broker.introduce()
    options = {"folder": str(folder), "polling_interval": 0.01}
    with Connection("files://localhost/", transport_options=options) as connection:
        yield connection.SimpleQueue("work")


def put_beside(folder, name, content, *, age=0):
    path = folder / f"0000_{name.replace(' ', '-')}.work.msg"
    path.write_bytes(content)
    os.utime(path, (path.stat().st_mtime - age,) * 2)
    return path


def taken(queue):
    message = queue.get_nowait()
    message.ack()
    return message.payload


def test_what_is_put_in_is_taken_out_once_and_in_order(queue, folder):
    for number in range(3):
        queue.put({"number": number})
    assert len(queue) == 3

    assert [taken(queue)["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(queue.Empty):
        queue.get_nowait()
    assert os.listdir(folder) == []


@pytest.mark.parametrize("kind", GARBAGE)
def test_what_cannot_be_read_is_not_there_yet_and_then_moved_away(kind, queue, folder):
    queue.put("good")
    young = put_beside(folder, kind, GARBAGE[kind])
    old = put_beside(folder, "older " + kind, GARBAGE[kind], age=2 * PATIENCE)

    assert taken(queue) == "good"
    assert young.exists()
    assert [path.name for path in moved_away(folder).iterdir()] == [old.name]
    with pytest.raises(Empty):
        queue.get_nowait()


def test_to_kombus_own_transport_the_same_file_would_be_the_end(folder, tmp_path):
    folders = {f"data_folder_{way}": str(folder) for way in ("in", "out")}
    options = folders | {"control_folder": str(tmp_path / "control")}
    folder.mkdir()
    with Connection("filesystem://localhost/", transport_options=options) as connection:
        queue = connection.SimpleQueue("work")
        put_beside(folder, "empty", b"")
        with pytest.raises(ValueError, match="Expecting value"):
            queue.get_nowait()


def test_a_message_that_another_worker_took_is_passed_over(queue, folder, monkeypatch):
    queue.put("theirs")
    queue.put("ours")
    [first, _] = sorted(folder.iterdir())
    real = pathlib.Path.unlink

    def taken_meanwhile(path, **options):
        if path == first and path.exists():
            real(path)
        real(path, **options)

    monkeypatch.setattr(pathlib.Path, "unlink", taken_meanwhile)
    assert taken(queue) == "ours"


def test_without_room_nothing_is_left_and_whoever_sends_hears_it(queue, folder, monkeypatch):
    def full(path, data):
        with open(path, "wb") as file:
            file.write(data[:5])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pathlib.Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        queue.put("too much")
    assert os.listdir(folder) == []


def test_what_a_killed_sender_began_is_forgotten_in_its_time(queue, folder):
    queue.put("whole")
    torn = put_beside(folder, "torn", b"{", age=2 * PATIENCE)
    torn.rename(torn.with_name(torn.name + ".part"))
    begun = put_beside(folder, "begun", b"{")
    begun = begun.rename(begun.with_name(begun.name + ".part"))

    assert taken(queue) == "whole"
    assert [path.name for path in folder.iterdir()] == [begun.name]
