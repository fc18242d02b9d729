"""What the register is for, and how long it is kept, as several of its declarations say it."""

from django.utils.translation import gettext_lazy as _

LIVES = _("知道谁住在这里，办事、通知、应急时找得到人")
REACH = _("跟您联系，给您办事")
SAME = _("认准是同一个人，不登记两遍，办补贴时核对")
CARE = _("该多久去看一次，别让需要的人没人管")
TAKE_IN = _("把社区的名册对准登记，错了能改回来")
OWN_NUMBER = _("只让本人进自己的页面，别人写的号码打不开")
MOVED_YEARS = 3
WHILE_HERE = _("住在这里期间，搬走或去世以后三年")
