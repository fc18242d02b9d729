"""The street office: the admin for people whose post administers, and only their own areas."""

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from config.look import office_map
from grids.roles import Duty
from office.pending.views import first_page
from office.quiet_search import QuietAutocomplete


class StreetOffice(UnfoldAdminSite):
    site_title = "责任田"
    index_title = _("登记、组织和规则")

    def has_permission(self, request):
        return request.reader.holds(Duty.ADMINISTER)

    def admin_view(self, view, cacheable=False):
        """Strangers sign in at our own door; others find nothing here, as everywhere."""
        inner = super().admin_view(view, cacheable)

        def guarded(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return csp_update(settings.ADMIN_CSP)(guarded)

    def get_app_list(self, request, app_label=None):
        """By what people look for, not by the modules we wrote it in."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else office_map.grouped(apps)

    def get_urls(self):
        page = self.admin_view(self.registers)
        return [path("registers/", page, name="registers"), *super().get_urls()]

    def index(self, request, extra_context=None):
        """The office opens on what waits, and an empty street on its next step."""
        return first_page(request)

    def registers(self, request):
        """Every register, and what people come here to do most."""
        errands = office_map.errands(self.get_app_list(request))
        return super().index(request, {"errands": errands})

    def app_index(self, request, app_label, extra_context=None):
        """One page shows all registers; a page for each module would only be a part of it."""
        return redirect("admin:registers")

    def autocomplete_view(self, request):
        return QuietAutocomplete.as_view(admin_site=self)(request)

    def password_change(self, request, extra_context=None):
        """There is one page for that, for everybody who works here."""
        return redirect("accounts:password")

    @method_decorator(csp_update(settings.ADMIN_CSP))
    def login(self, request, extra_context=None):
        return redirect_to_login(request.GET.get("next", "/admin/"))
