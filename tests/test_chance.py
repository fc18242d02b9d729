from uuid import UUID

from tests.chance import the_same_each_time, without_chance

UNLUCKY = UUID("00000000-0000-4000-8493-32d7e7027a72")


def test_a_number_in_an_id_a_nonce_or_a_token_is_no_number_of_anybody():
    page = f'<a href="/deeds/{UNLUCKY}/"> <script nonce="a702"> '
    token = '<input type="hidden" name="csrfmiddlewaretoken" value="x702">'

    assert "702" in page and "702" not in without_chance(page + token)


def test_but_on_the_page_or_in_what_is_read_aloud_it_is():
    assert "702" in without_chance('<a aria-label="和平里 1单元 702">')
    assert "702" in without_chance("和平里 1单元 702")


def test_an_id_tells_one_answer_from_another_where_answers_are_compared():
    page = f'<a href="/deeds/{UNLUCKY}/"> <script nonce="a702"> '

    assert the_same_each_time(page) == f'<a href="/deeds/{UNLUCKY}/"> <script > '
