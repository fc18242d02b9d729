"""An environment read by the table: the values, and a sentence for each thing that is wrong."""

import base64
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.environment.kinds import Words
from config.environment.table import OF_OTHERS, SETTINGS, Setting

ROOT = Path(__file__).resolve().parents[2]
MOST_SHOWN = 60  # characters of a wrong value


@dataclass
class Reading:
    """`values` holds what could be read; nobody starts with `faults`."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Words] = field(default_factory=list)


def read(environment: Mapping[str, str]) -> Reading:
    """What is set to nothing is not set, as docker-compose hands on what nobody gave it."""
    reading = Reading()
    folders = {"ROOT": str(ROOT), "DATA": ""}
    for setting in SETTINGS:
        _read_one(setting, environment.get(setting.name, "").strip(), folders, reading)
        if setting.name == "ZERENTIAN_DATA":
            folders["DATA"] = str(reading.values.get(setting.name, ""))
    together = [*_keys_together(reading.values), *_machines_together(reading.values)]
    reading.faults += [*_strangers(environment), *together]
    return reading


def _read_one(setting: Setting, text: str, folders: dict[str, str], reading: Reading) -> None:
    if not text and setting.default is None:
        reading.faults.append(_missing(setting))
        return
    text = text or (setting.default or "").format(**folders)
    try:
        reading.values[setting.name] = setting.kind.read(text) if text else None
    except (ValueError, OSError):
        reading.faults.append(_wrong(setting, text))


def _missing(setting: Setting) -> Words:
    name, must = setting.name, setting.kind.must
    return Words(
        f"{name} 没有设置：{must.zh}。",
        f"{name} is not set: {must.en}. docs/settings.md has all of them.",
    )


def _wrong(setting: Setting, text: str) -> Words:
    shown = "" if setting.hidden else f"={printable(text)}"
    must = setting.kind.must
    return Words(
        f"{setting.name}{shown} 读不懂：{must.zh}。",
        f"{setting.name}{shown} cannot be used: {must.en}.",
    )


def printable(text: str) -> str:
    """A value somebody wrote, so that it can do nothing to the terminal it is shown on."""
    kept = "".join(each if each.isprintable() else "?" for each in text[:MOST_SHOWN])
    return kept + ("…" if len(text) > MOST_SHOWN else "")


def _strangers(environment: Mapping[str, str]) -> list[Words]:
    """A name that is nearly one of ours would be passed over in silence."""
    known = [setting.name for setting in SETTINGS]
    return [
        _unknown(printable(name), difflib.get_close_matches(name, known, 1))
        for name in sorted(environment)
        if name.startswith("ZERENTIAN_") and name not in known and not name.startswith(OF_OTHERS)
    ]


def _unknown(name: str, near: list[str]) -> Words:
    zh, en = (
        (f"是不是 {near[0]}？", f" Did you mean {near[0]}?")
        if near
        else ("请去掉。", " Take it away.")
    )
    return Words(f"没有 {name} 这个设置。{zh}", f"There is no setting {name}.{en}")


def _keys_together(values: dict[str, Any]) -> list[Words]:
    """Keys that are one key guard each other's secrets badly."""
    if not values.get("ZERENTIAN_FIELD_KEYS") or not values.get("ZERENTIAN_INDEX_KEY"):
        return []
    index = base64.b64decode(values["ZERENTIAN_INDEX_KEY"])
    pairs = values["ZERENTIAN_FIELD_KEYS"].split(",")
    if index not in [base64.b64decode(pair.partition(":")[2]) for pair in pairs]:
        return []
    return [
        Words(
            "ZERENTIAN_INDEX_KEY 和 ZERENTIAN_FIELD_KEYS 用了同一把密钥：每一项要有自己的一把。",
            "ZERENTIAN_INDEX_KEY is also one of ZERENTIAN_FIELD_KEYS: each needs a key of its own.",
        )
    ]


def _machines_together(values: dict[str, Any]) -> Iterator[Words]:
    """A pooler pools PostgreSQL alone; who asks Sentinels has to know the name to ask for."""
    database = values.get("DATABASE_URL") or {}
    pooler = values.get("ZERENTIAN_POOLER") or {}
    if any("sqlite" in each.get("ENGINE", "") for each in (database, pooler)) and pooler:
        yield Words(
            "ZERENTIAN_POOLER 前面要有 PostgreSQL：把 DATABASE_URL 写成数据库服务器自己的地址。",
            "ZERENTIAN_POOLER stands before PostgreSQL only: DATABASE_URL is the address of the "
            "server itself.",
        )
    asks = (values.get("REDIS_URL") or "").startswith("sentinel:")
    if asks != bool(values.get("ZERENTIAN_SENTINEL_MASTER")):
        yield Words(
            "ZERENTIAN_SENTINEL_MASTER 和 sentinel:// 开头的 REDIS_URL 要一起写。",
            "ZERENTIAN_SENTINEL_MASTER belongs together with a REDIS_URL that begins with sentinel://.",
        )
