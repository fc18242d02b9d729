"""A program: what each picture of a folder costs, each in a process of its own.

    python -m tests.open.weighed_pictures FOLDER '{"MOST_SCANS": 9}'

The second argument is what `foundation.pictures.limits` is to say instead. Written is a list of
[name, whether it came in, the sentence, seconds of processor time, MB at most], from `wait4`, which
counts the program that decodes together with the one that started it.
"""

import io
import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.cases.hostile_photos import SECRET


def weighed(path):
    hear, say = os.pipe()
    if (pid := os.fork()) == 0:
        os.write(say, outcome(path).encode())
        os._exit(0)
    os.close(say)
    _pid, status, usage = os.wait4(pid, 0)
    with os.fdopen(hear) as heard:
        sentence = heard.read()
    seconds = usage.ru_utime + usage.ru_stime
    return [path.name, not status and not sentence, sentence, seconds, usage.ru_maxrss / 1024]


def outcome(path):
    from foundation.pictures import photos  # settings are needed first

    try:
        [kept] = photos.take_in([SimpleUploadedFile("x.jpg", path.read_bytes())])
    except photos.BadPhoto as bad:
        return str(bad)
    plain = all(is_plain(content) for content in (kept.full, kept.small))
    return "" if plain else "something of what was sent is left"


def is_plain(content):
    image = Image.open(io.BytesIO(content))
    notes = {"icc_profile", "comment", "exif"} & set(image.info)
    small = image.format == "JPEG" and max(image.size) <= 1600
    return small and not notes and SECRET not in content


def main(folder, instead):
    django.setup()
    from foundation.pictures import limits

    settings.DATA = folder
    for name, value in json.loads(instead).items():
        setattr(limits, name, value)
    files = sorted(path for path in Path(folder, "pictures").iterdir())
    print(json.dumps([weighed(path) for path in files]))


if __name__ == "__main__":
    main(*sys.argv[1:])
