"""Where answers are written down: one line each in index.ndjson, each body once in bodies/."""

import hashlib
import json
from collections import Counter


class Book:
    def __init__(self, folder):
        self.folder = folder
        (folder / "bodies").mkdir(parents=True)
        self.index = open(folder / "index.ndjson", "w")  # noqa: SIM115 - open as long as the book
        self.asked, self.kinds = Counter(), Counter()

    def write(self, key: str, *, status="", headers=(), wrote=(), body="", asked=""):
        """The key says what was asked in words that hold in every revision."""
        self.asked[key] += 1
        self.kinds[f"{key.split(' | ')[0]} {status}"] += 1
        if self.asked[key] > 1:
            key = f"{key} ({self.asked[key]})"
        line = {
            "key": key,
            "asked": asked,
            "status": status,
            "headers": list(headers),
            "wrote": list(wrote),
            "body": self.keep(body),
        }
        self.index.write(json.dumps(line, ensure_ascii=False) + "\n")

    def keep(self, body: str) -> str:
        name = hashlib.sha256(body.encode()).hexdigest()[:24]
        path = self.folder / "bodies" / f"{name}.txt"
        if not path.exists():
            path.write_text(body)
        return name

    def close(self):
        self.index.close()
        return sum(self.asked.values())
