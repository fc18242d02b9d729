"""Who we are: one account for each person who signs in, staff and residents alike."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.evidence.models import SignInEvent
from accounts.factors.models import PaperCode, SecondFactor, SignInCard, WorkDevice
from foundation import phones
from foundation.pictures import files
from foundation.sealing import Sealed, blind_index

__all__ = [
    "AccessToken",
    "PaperCode",
    "SecondFactor",
    "SignInCard",
    "SignInCode",
    "SignInEvent",
    "User",
    "WorkDevice",
    "no_anonymous_user",
]


def no_anonymous_user(model):
    """django-guardian would create a row for strangers; strangers have no account here."""


class UserManager(BaseUserManager):
    def create_user(self, username=None, password=None, *, phone="", **fields):
        user = self.model(username=username, **fields)
        user.set_phone(phone)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *args, **kwargs):
        raise NotImplementedError(
            "There are no superusers here: they would see every street and every case. "
            "Use `manage.py appoint_first` to create the first two people of a street office."
        )

    def with_phone(self, phone: str):
        return self.filter(phone_index__in=phones.indexes(phone))


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in: staff by name and password, residents by phone and code.

    What somebody may do comes from dated posts (grids.Posting), never from groups or flags.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("登录名"), max_length=40, unique=True, null=True, blank=True, default=None
    )
    name = models.CharField(_("姓名"), max_length=60)
    phone_sealed = models.TextField(blank=True, editable=False)
    phone_index = models.CharField(max_length=64, null=True, db_index=True, editable=False)
    is_active = models.BooleanField(_("可以登录"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Set while the password is a code that is good once (accounts/staff.py).
    code_until = models.DateTimeField(null=True, editable=False)
    # Says who it is where several people have one phone; a hash (accounts/by_phone/passphrases.py).
    passphrase = models.CharField(max_length=128, blank=True, editable=False)
    # How often every session and token of this account was ended (accounts/endings.py).
    endings = models.PositiveIntegerField(default=0, editable=False)

    phone = Sealed("phone_sealed")
    is_staff = False  # the admin asks for a post instead (config/admin.py)
    # "password" or "code": how they came in, as the session or the token of a request says it.
    # It is not kept; whoever bears no mark has not signed in (grids.models.Reader).
    signed_in_by = ""
    # What was shown besides the password, in the same way (accounts/factors/marks.py).
    factor_shown = ""

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("登录账号")
        verbose_name_plural = _("登录账号")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_superuser=False),
                name="user_is_never_a_superuser",
                violation_error_message=_("本系统没有超级管理员。"),
            ),
        ]

    def __str__(self):
        return self.name or self.username or str(self.uid)

    def get_full_name(self):
        return self.name

    @property
    def phone_masked(self):
        return phones.mask(self.phone)

    def set_phone(self, phone: str):
        """The number whose codes open this account; several accounts may have the same."""
        self.phone = phone
        self.phone_index = blind_index("phone", phone) if phone else None

    def _get_session_auth_hash(self, secret=None):
        """What sessions and tokens are marked with: it changes with the password, as Django's
        does, and each time all of them are ended."""
        mark = super()._get_session_auth_hash(secret)
        if not self.endings:
            return mark
        salt = "accounts.User.endings"
        return salted_hmac(
            salt, f"{mark}:{self.endings}", secret=secret, algorithm="sha256"
        ).hexdigest()


class SignInCode(models.Model):
    """A six-digit code for one phone number; good once, for ten minutes, for five tries.

    `ticket_hash` binds it to whoever asked: a code is typed where it was asked for, and nowhere
    else does a try count. `letter` is the message with the code in it, sealed, until the worker has seen to it
    (accounts.sign_in.send_codes); until `letter_due_at` somebody is about to.
    """

    phone_index = models.CharField(max_length=64, db_index=True)
    code_hash = models.CharField(max_length=64)
    ticket_hash = models.CharField(max_length=64, blank=True, default="")
    letter = models.TextField(blank=True, default="")
    letter_due_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="sign_in_code_expires")]

    def __str__(self):
        return f"code {self.pk}"


class AccessTokenQuerySet(models.QuerySet):
    def living(self, at):
        return self.filter(expires_at__gt=at)


class AccessToken(models.Model):
    """A program that acts for somebody (accounts/tokens.py); only the hash of its text is kept.

    `by` says how its holder signed in to make it: a code opens a resident's own things, never a
    post. `factor` is what they showed besides the password (accounts/factors/marks.py).
    `password_mark` changes with the password, and ends the token.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(_("用途"), max_length=40)
    text_hash = models.CharField(max_length=64, unique=True)
    by = models.CharField(max_length=8, choices=[("password", "password"), ("code", "code")])
    factor = models.CharField(max_length=8, default="later")
    password_mark = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("有效至"), db_index=True)
    last_used_at = models.DateTimeField(_("最近使用"), null=True)

    objects = AccessTokenQuerySet.as_manager()

    def __str__(self):
        return self.name


class Enablement(models.Model):
    """Who made it possible that somebody comes in or decides (accounts/two_people.py).

    Where a second person agreed, `confirmed_by` says who: such a row makes nobody somebody
    else's creature. `used_at`: when somebody first came in with the password of the account
    after it; until then the account may as well lie in the drawer of whoever made it.
    """

    class Act(models.TextChoices):
        OPENED = "opened", _("开了账号")
        APPOINTED = "appointed", _("安排了岗位")
        CODED = "coded", _("给了登录码")
        CARDED = "carded", _("给了登录卡")

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    act = models.CharField(max_length=9, choices=Act)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(by=F("user")), name="enablement_is_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | ~Q(confirmed_by=F("by")) & ~Q(confirmed_by=F("user")),
                name="enablement_confirmed_by_a_third",
                violation_error_message=_("要由另一个人来确认，既不是提出的人，也不是本人。"),
            ),
        ]
        indexes = [models.Index(fields=["at"], name="enablement_at")]

    def __str__(self):
        return f"{self.by} {self.act} {self.user}"


def random_name(photo, filename) -> str:
    return files.random_name("late")


class LateDraft(models.Model):
    """What somebody wrote for a page that was not theirs any more when it came (accounts/late).

    Only its writer reads it, for thirty days. `words` are the fields of the form as JSON, each
    with its values; `digest` finds the same words again when they are sent twice.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    writer = models.ForeignKey(User, models.CASCADE, related_name="late_drafts")
    view_name = models.CharField(max_length=80)
    words_sealed = models.TextField(editable=False)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    words = Sealed("words_sealed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["writer", "digest"], name="late_draft_kept_once")
        ]
        indexes = [models.Index(fields=["writer", "-at", "-id"], name="late_draft_of_writer")]

    def __str__(self):
        return f"{self.view_name} {self.at:%Y-%m-%d %H:%M}"


class LatePhoto(models.Model):
    """A picture that came with it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(LateDraft, models.CASCADE, related_name="photos")
    file = models.FileField(upload_to=random_name)
    small = models.FileField(upload_to=random_name)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.uid)
