"""Every address of the API, in one place."""

from django.urls import path, register_converter

from accounts import api as accounts
from announcements import api as announcements
from cases.api import moves, my, receivers
from cases.api import operations as cases
from foundation.api import docs
from grids import api as places
from grids.standing_in import api as standing_in
from morality_bank import api as bank
from participation.box import api as box
from residents.api import corrections, deciding, doors, me, meetings, people, search
from visits import api as visits
from visits.mending import api as mending


class AreaCode:
    regex = "[0-9]{2,20}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(AreaCode, "area")
app_name = "api"

urlpatterns = [
    path("schema/", docs.schema, name="schema"),
    path("sign-in/", accounts.sign_in_with_password, name="sign-in"),
    path("sign-in/phone/", accounts.ask_for_code, name="ask-for-code"),
    path("sign-in/code/", accounts.sign_in_with_code, name="sign-in-with-code"),
    path("me/", places.me, name="me"),
    path("tokens/", accounts.my_tokens, name="tokens"),
    path("tokens/<uuid:uid>/revoke/", accounts.revoke_token, name="revoke-token"),
    path("absences/", standing_in.absences, name="absences"),
    path("absences/say/", standing_in.say_absence, name="say-absence"),
    path("absences/<uuid:uid>/end/", standing_in.end_absence, name="end-absence"),
    path("areas/", places.areas, name="areas"),
    path("areas/<area:code>/", places.area, name="area"),
    path("compounds/", places.compounds, name="compounds"),
    path("buildings/", places.buildings, name="buildings"),
    path("buildings/<int:pk>/", places.building, name="building"),
    path("doors/", doors.doors, name="doors"),
    path("doors/<int:pk>/", doors.door, name="door"),
    path("people/", people.people, name="people"),
    path("people/<uuid:uid>/", people.person, name="person"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/propose/", corrections.propose_correction, name="propose-correction"),
    path("corrections/<uuid:uid>/", corrections.correction, name="correction"),
    path(
        "corrections/<uuid:uid>/questions/",
        deciding.correction_questions,
        name="correction-questions",
    ),
    path("corrections/<uuid:uid>/accept/", deciding.accept_correction, name="accept-correction"),
    path("corrections/<uuid:uid>/decline/", deciding.decline_correction, name="decline-correction"),
    path(
        "corrections/<uuid:uid>/withdraw/", deciding.withdraw_correction, name="withdraw-correction"
    ),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<uuid:uid>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:uid>/propose/", meetings.propose_meeting, name="propose-meeting"),
    path("meetings/<uuid:uid>/agree/", meetings.agree_meeting, name="agree-meeting"),
    path("meetings/<uuid:uid>/decline/", meetings.decline_meeting, name="decline-meeting"),
    path("meetings/<uuid:uid>/separate/", meetings.separate_meeting, name="separate-meeting"),
    path("search/", search.find, name="search"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("announcements/write/", announcements.write_announcement, name="write-announcement"),
    path("announcements/<uuid:uid>/", announcements.announcement, name="announcement"),
    path(
        "announcements/<uuid:uid>/publish/",
        announcements.publish_announcement,
        name="publish-announcement",
    ),
    path(
        "announcements/<uuid:uid>/take-back/",
        announcements.take_back_announcement,
        name="take-back-announcement",
    ),
    path("contacts/", visits.contacts, name="contacts"),
    path("contacts/log/", visits.log_contact, name="log-contact"),
    path("contacts/<uuid:uid>/", visits.contact, name="contact"),
    path("contacts/<uuid:uid>/withdraw/", mending.withdraw_contact, name="withdraw-contact"),
    path("contacts/<uuid:uid>/correct/", mending.correct_contact, name="correct-contact"),
    path("case-categories/", cases.case_categories, name="case-categories"),
    path("cases/", cases.cases, name="cases"),
    path("cases/report/", cases.report_case, name="report-case"),
    path("cases/receivers/", receivers.receivers_there, name="receivers-there"),
    path("cases/<uuid:uid>/", cases.case, name="case"),
    path("cases/<uuid:uid>/workers/", cases.case_workers, name="case-workers"),
    *moves.addresses(),
    path("feedback/", box.feedback_rounds, name="feedback"),
    path("feedback/<uuid:uid>/answer/", box.answer_feedback, name="answer-feedback"),
    path("my/feedback/", box.my_feedback, name="my-feedback"),
    path("my/feedback/give/", box.give_feedback, name="give-feedback"),
    path("my/feedback/<uuid:uid>/again/", box.object_to_answer, name="object-to-answer"),
    path("my/", me.my_entry, name="my-entry"),
    path("my/looks/", me.looks_at_me, name="my-looks"),
    path("my/announcements/", announcements.my_announcements, name="my-announcements"),
    path("my/announcements/<uuid:uid>/", announcements.my_announcement, name="my-announcement"),
    path("my/passbooks/", bank.my_passbooks, name="my-passbooks"),
    path("my/passbooks/<area:code>/lines/", bank.my_passbook, name="my-passbook"),
    path("my/cases/", my.my_cases, name="my-cases"),
    path("my/cases/report/", my.report_my_case, name="report-my-case"),
    path("my/cases/receivers/", receivers.my_receivers, name="my-receivers"),
    path("my/cases/<uuid:uid>/", my.my_case, name="my-case"),
    path("my/cases/<uuid:uid>/resubmit/", my.resubmit_my_case, name="resubmit-my-case"),
    path("my/cases/<uuid:uid>/withdraw/", my.withdraw_my_case, name="withdraw-my-case"),
]
