"""A provider's templates hold for the whole house, so whoever rules it enters them."""

from django.urls import reverse

from notices.models import TextTemplate
from tests import builders

ADD = reverse("admin:notices_texttemplate_add")
TYPED = {"provider": "aliyun", "event": "sign-in-code", "code": "SMS_1", "parameters": "yzm=code"}


def test_one_street_of_several_only_reads_them(client, bai):
    client.force_login(bai)
    assert client.post(ADD, TYPED).status_code == 403
    assert not TextTemplate.objects.exists()


def test_who_rules_the_house_enters_one_and_hears_of_a_second(client, district):
    client.force_login(builders.make_staff("gu", "顾明", district, "street_staff"))
    odd = client.post(ADD, TYPED | {"parameters": "code;minutes"})
    assert "像 code,minutes" in odd.content.decode()
    assert client.post(ADD, TYPED).status_code == 302
    assert TextTemplate.objects.get().pairs == [("yzm", "code")]
    twice = client.post(ADD, TYPED)
    assert "已经有模板了" in twice.content.decode()
