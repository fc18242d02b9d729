"""Sealed columns, and finding people by what is sealed."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from foundation import sealing
from residents.models import Person
from tests import builders

NUMBER = builders.make_id_number()


@given(st.text(max_size=200))
def test_what_was_sealed_opens_again(text):
    assert sealing.unseal(sealing.seal(text, context="a"), context="a") == text


@pytest.mark.parametrize("cipher", ["sm4", "aes"])
def test_either_cipher_opens_what_the_other_setting_sealed(settings, cipher):
    settings.FIELD_CIPHER = cipher
    sealed = sealing.seal("身份证", context="a")
    settings.FIELD_CIPHER = {"sm4": "aes", "aes": "sm4"}[cipher]

    assert sealed.startswith(cipher)
    assert sealing.unseal(sealed, context="a") == "身份证"


def test_a_changed_byte_does_not_open():
    cipher, key, nonce, sealed = sealing.seal("身份证", context="a").split(".")
    other = ("A" if sealed[0] != "A" else "B") + sealed[1:]

    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(".".join([cipher, key, nonce, other]), context="a")


@pytest.mark.parametrize("value", ["", "x", "sm4.k9.AAAA.AAAA", "rot13.k1.AAAA.AAAA", "a.b.c"])
def test_nonsense_does_not_open(value):
    with pytest.raises(sealing.CannotOpen):
        sealing.unseal(value, context="a")


def test_the_same_text_is_never_sealed_the_same_way():
    assert sealing.seal("1", context="a") != sealing.seal("1", context="a")


def test_the_database_holds_neither_number_nor_phone(home):
    builders.make_person(home, id_number=NUMBER, phone="13800000009")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM residents_person")
        stored = str(cursor.fetchall())
    assert NUMBER not in stored
    assert "13800000009" not in stored


def test_a_person_is_found_by_number_and_phone(home):
    person = builders.make_person(home, id_number=NUMBER, phone="13800000009")
    builders.make_person(home, "别人", phone="13800000008")

    assert list(Person.objects.with_id_number(NUMBER)) == [person]
    assert list(Person.objects.with_phone("13800000009")) == [person]
    assert person.id_number_index != sealing.blind_index("phone", NUMBER)


def test_a_sealed_value_copied_to_somebody_else_does_not_open(home):
    one = builders.make_person(home, id_number=NUMBER)
    other = builders.make_person(home, "别人")
    Person.objects.filter(pk=other.pk).update(id_number_sealed=one.id_number_sealed)

    with pytest.raises(sealing.CannotOpen):
        _ = Person.objects.get(pk=other.pk).id_number


def test_a_phone_copied_into_the_number_column_does_not_open(home):
    one = builders.make_person(home, id_number=NUMBER, phone="13800000009")
    Person.objects.filter(pk=one.pk).update(id_number_sealed=one.phone_sealed)

    with pytest.raises(sealing.CannotOpen):
        _ = Person.objects.get(pk=one.pk).id_number
