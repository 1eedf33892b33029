"""What follows from each fact? The table.

Each handler is one due row of the fact's own transaction; it runs soon after, on the reactions
lane, in a transaction with its receipt. Read a line as: when this has happened, do these.
"""

from scheduler import events
from scheduler.dispatch import on, table
from scheduler.handlers import feeds, mail, reminders

REACTIONS = table(
    on(events.NetworkCreated),
    on(events.NetworkChanged, feeds.touch_network),
    on(events.PersonAdded),
    on(events.PersonChanged),
    on(events.MembershipStarted),
    on(events.MembershipEnded),
    on(events.DeliveryChosen),
    on(events.SeriesCreated),
    on(events.SeriesChanged),
    on(events.SeriesFixed, reminders.plan_series, feeds.touch_series),
    on(events.MeetingAdded, reminders.replan, feeds.touch),
    on(events.MeetingCalled, mail.send_call, reminders.replan, feeds.touch),
    on(events.MeetingMoved, mail.send_new_time, reminders.replan, feeds.touch),
    on(events.MeetingTextChanged, mail.send_new_text, feeds.touch),
    on(events.MeetingCancelled, mail.send_cancellation, reminders.drop, feeds.touch),
    on(events.MeetingRestored, mail.send_restored, reminders.replan, feeds.touch),
    on(events.MeetingHeld),
    on(events.PersonInvited, mail.send_call_to_one, feeds.touch),
    on(events.PersonRemoved, mail.send_removal, feeds.touch),
    on(events.NoticeResent, mail.send_call_again, feeds.touch),
    on(events.ReminderSentNow),
    on(events.LetterTriedAgain),
    on(events.InvitationAnswered, mail.plan_answer),
    on(events.AnswerConfirmed, mail.send_answer, feeds.touch),
    on(events.ChangeUndone, mail.send_what_is_left, reminders.replan, feeds.touch),
    on(events.LettersHeld),
    on(events.LettersLetGo),
    on(events.TrialSent),
    on(events.ZoneLawChanged, mail.send_new_instant, reminders.replan, feeds.touch),
    on(events.ZonesRenewed, reminders.replan_network, feeds.touch_network),
    on(events.IncomingTaken),
    on(events.IncomingDealtWith),
    on(events.CounterDeclined, mail.send_counter_declined, feeds.touch),
    on(events.AddressBounced),
    on(events.AddressTriedAgain),
    on(events.AgendaChanged, feeds.touch),
    on(events.AgendaSent, mail.send_agenda, feeds.touch),
    on(events.MinutesSaved),
    on(events.MinutesPublished, mail.send_minutes),
    on(events.ActionAdded),
    on(events.ActionChanged),
    on(events.FeedCreated),
    on(events.FeedRotated),
    on(events.FeedRevoked),
    on(events.OwnPageRequested, mail.send_own_page),
    on(events.AccountOpened),
    on(events.SignInLinkRequested, mail.send_sign_in),
    on(events.SignedIn),
    on(events.TokenMade),
)
