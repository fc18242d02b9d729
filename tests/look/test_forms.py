import pytest
from django import forms

from accounts.forms import PasswordForm


class Sample(forms.Form):
    name = forms.CharField(label="姓名", help_text="身份证上的名字。")
    note = forms.CharField(label="备注", required=False)
    needs = forms.MultipleChoiceField(
        label="需要", choices=[("a", "电梯"), ("b", "供暖")], widget=forms.CheckboxSelectMultiple
    )


def test_a_field_has_its_label_and_its_help_is_read_with_it():
    html = str(Sample())

    assert '<label for="id_name">姓名' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_name_helptext"' in html


def test_only_what_may_stay_empty_is_marked():
    assert str(Sample()).count("（选填）") == 1


def test_mistakes_are_listed_on_top_and_lead_to_the_field():
    html = str(Sample({"note": "写到一半"}))

    assert html.index('role="alert"') < html.index('id="id_name"')
    assert 'href="#id_name"' in html
    assert 'href="#id_needs_0"' in html
    assert 'id="id_name_error"' in html


def test_what_was_typed_stays_but_for_a_password():
    html = str(PasswordForm({"username": "lin", "password": "geheim"}))

    assert 'value="lin"' in html
    assert "geheim" not in html


@pytest.mark.parametrize("words", ["<b>x</b>", '"><script>'])
def test_a_mistake_never_becomes_markup(words):
    form = Sample({"name": words})
    form.add_error("name", words)

    assert words not in str(form)
