"""Entered by hand, looked for, met in a roster, looked for again: one person, however spelled."""

import random

import pytest
from django.urls import reverse

from residents.models import Person, Roster
from residents.search import finders
from tests import builders
from tests.residents import pages
from tests.residents.sheets import row
from tests.residents.test_admin import words
from tests.residents.variations import aloud

pytestmark = pytest.mark.usefixtures("midday")

SURNAMES = [*"王李张刘陈杨赵黄周吴林马", "欧阳", *aloud.SURNAMES]
GIVEN = "国强马龙林丽𬱖略绿秀兰芳红云〇齐青飞车见贝页鱼鸟门风\U0002ebf0\U00031350\U000323b0葛凤华东"
WHOLE = ["查干", "格日勒图", "其木格", "བཀྲ་ཤིས", "Ali Khan", "O'Brien", "Anna Maria", "Ким Ольга"]
UYGHUR = ["阿依古丽", "买买提", "艾力", "吐尔逊", "热依汗", "古丽", "克里木"]
COPIED_AS = dict(  # what a PDF makes of a character
    zip("马龙齐青飞车见贝页鱼鸟门风黄林", "⻢⻰⻬⻘⻜⻋⻅⻉⻚⻥⻦⻔⻛⻩\uf9f4", strict=True)
)
WRITTEN_AS = dict(
    zip("马龙飞国陈张𬱖华", "馬龍飛國陳張頔華", strict=True)
)  # a name of its own right
FIND = reverse("search:find")
BLANKS, DOTS, MARKS = " \u3000\xa0", "•‧∙・●．.", "，。、,;："
UNSEEN = "\u200b\ufeff\u200f\u2060"


def invented(chance, count):
    found = dict.fromkeys(WHOLE)
    while len(found) < count:
        if chance.random() < 0.15:
            name = "·".join(chance.sample(UYGHUR, 2))
        else:
            name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
        found[name] = None
    return list(found)[-count:]


def otherwise(chance, name):
    """As another hand, keyboard or program writes the name; and how the register keeps that."""
    letters, kept = [], ""
    for letter in name:
        if letter in WRITTEN_AS and chance.random() < 0.3:
            letter = WRITTEN_AS[letter]
        kept += letter
        if letter in COPIED_AS and chance.random() < 0.5:
            letter = COPIED_AS[letter]
        elif letter == "·":
            letter = chance.choice(DOTS)
        elif letter.isascii() and letter.isalpha() and chance.random() < 0.3:
            letter = chr(ord(letter) + 0xFEE0)
        letters.append(letter)
    is_chinese = not any(c.isascii() or "\u0400" <= c <= "\u0fff" for c in name)
    place = chance.randrange(1, len(letters)) if len(letters) > 1 else 1
    letters.insert(place, chance.choice([*(BLANKS if is_chinese else ""), *UNSEEN, ""]))
    return chance.choice(["", " "]) + "".join(letters) + chance.choice(["", *MARKS]), kept


def found_first(page):
    """The name of whom the page of the search shows first."""
    groups = page.context.get("groups") or []
    return groups[0].rows[0].title if groups else None


def take_in(office, bai, north, rows):
    """Upload on the page and say yes; the findings."""
    pages.post(office, bai, north, *rows)
    roster = Roster.objects.latest("pk")
    office.post(pages.url("take-in-roster", roster))
    roster.refresh_from_db()
    return roster.findings


def there_and_back(count, chance, *, office, building, bai, east):
    """Office form, search, roster, search, each on its page."""
    names, north = invented(chance, count), east.parent
    homes = [
        builders.make_door(east, f"{1 + n // 4}0{1 + n % 4}", building=building, stairwell=2)
        for n in range(count)
    ]
    expected = {}
    for name, home in zip(names, homes, strict=True):
        typed, expected[home.pk] = otherwise(chance, name)
        page = office.post(reverse("admin:residents_person_add"), words(name=typed, home=home.pk))
        assert page.status_code == 302, (name, typed)
    written = [otherwise(chance, name)[0] for name in names]

    def differing():
        """Who is registered otherwise than entered, and who is not found."""
        found = Person.objects.values_list("home", "name")
        missed = [
            (text, expected[home.pk], first)
            for text, home in zip(written, homes, strict=True)
            if (first := found_first(office.post(FIND, {"words": text}))) != expected[home.pk]
        ]
        return sorted({*found} ^ {*expected.items()}), Person.objects.count() - count, missed

    assert differing() == ([], 0, [])
    rows = [row(text, home.door) for text, home in zip(written, homes, strict=True)]
    findings = take_in(office, bai, north, rows)
    assert (findings["unchanged"], findings["new"], findings["faulty"]) == (count, 0, 0)
    assert differing() == ([], 0, [])


@pytest.fixture
def house(office, building, bai, east, monkeypatch):
    monkeypatch.setattr(finders, "A_MINUTE", 10**6)
    monkeypatch.setattr(finders, "A_DAY", 10**6)
    return {"office": office, "building": building, "bai": bai, "east": east}


def test_twenty_people_stay_twenty(house):
    there_and_back(20, random.Random(13), **house)


def test_a_name_of_another_person_is_another_person(house, office, bai, north):
    """What the twenty would not show: that anybody new is seen at all."""
    there_and_back(1, random.Random(1), **house)
    take_in(office, bai, north, [row("钱小芳", "101")])

    assert Person.objects.count() == 2


@pytest.mark.trial("odd-files")
@pytest.mark.parametrize("seed", range(5))
def test_five_hundred_people_stay_five_hundred(house, seed):
    there_and_back(100, random.Random(seed), **house)
