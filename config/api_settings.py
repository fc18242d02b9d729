"""The API. Whom an address is for is asked by DeclaredPagesMiddleware, as for pages."""

from django.utils.translation import gettext_lazy as _

API_A_MINUTE = {"user": 300, "address": 300}  # requests: of somebody known, of a strange network
# Pages of people for one person: a thousand a day. Whoever needs more asks for an export.
API_PEOPLE_PAGES_A_DAY = 20
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api_door.Caller"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api_door.Json"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "foundation.api.schema.HouseSchema",
    "EXCEPTION_HANDLER": "foundation.api.exceptions.answer",
    "NON_FIELD_ERRORS_KEY": "request",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": _("责任田接口"),
    "DESCRIPTION": _("和页面用的是同一套规则：看得见什么，由当天的岗位决定。"),
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "PersonStatus": "residents.models.people.Person.Status",
        "CaseStatus": "cases.models.Status",
        "CaseChannel": "cases.models.Channel",
        "ContactChannel": "visits.models.Channel",
        "ReferChannel": "cases.models.Elsewhere",
        "CareKind": "residents.care.Kind",
        "CorrectionKind": "residents.models.corrections.Correction.Kind",
        "CorrectionState": "residents.models.corrections.Correction.State",
        "FeedbackKind": "participation.models.feedback.Kind",
        "FeedbackSubject": "participation.models.feedback.Subject",
        "MeetingState": "residents.api.meetings.SHOWN",
        "MeetingSideName": "residents.models.meetings.SIDES",
        "MeetingColumn": "residents.api.meetings.COLUMNS",
    },
    "PREPROCESSING_HOOKS": ["foundation.api.schema.only_ours"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "foundation.api.schema.close_objects",
    ],
}
