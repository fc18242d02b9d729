from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from accounts.factors import once_good
from accounts.models import User
from grids.models import Reader
from grids.roles import Duty


def _holds_code(username):
    return User.objects.filter(username=username, code_until__gte=timezone.now()).exists()


class PostingBackend(ModelBackend):
    """Signs staff in by name and password; what they may do comes from posts alone."""

    def authenticate(self, request, username=None, password=None, with_code=False, **credentials):
        """A code in place of a password opens the sign-in page alone, for minutes.

        What else asks for a password, an API or a page that wants it typed again, gets none
        (accounts/staff.py).
        """
        if with_code and _holds_code(username):
            password = once_good.cleaned(password or "")  # what they hold is no password
        user = super().authenticate(request, username=username, password=password, **credentials)
        if user is None or user.code_until is None:
            return user
        return user if with_code and user.code_until >= timezone.now() else None

    def get_user_permissions(self, user_obj, obj=None):
        return set()

    def get_group_permissions(self, user_obj, obj=None):
        return set()

    def get_all_permissions(self, user_obj, obj=None):
        return set()

    def has_perm(self, user_obj, perm, obj=None):
        """Model permissions, as the admin asks for them: a post that administers has them.

        Which rows they reach is decided by `visible_to` in every ModelAdmin; a single row is
        opened by django-guardian alone.
        """
        return obj is None and user_obj.is_active and Reader.of(user_obj).holds(Duty.ADMINISTER)

    def has_module_perms(self, user_obj, app_label):
        return self.has_perm(user_obj, f"{app_label}.view")
