## Words of campaigns: the convenor's pages and the public one. $instance is the name of this service.

campaigns-title = Campaigns
campaigns-make = Make a campaign
campaigns-none = There is no campaign yet. A campaign is one question to the public, with languages, dates and rules.
campaigns-none-yours = You have no part in a campaign yet. Ask a convenor to invite you to one.

phase-draft = Draft
phase-open = Open
phase-closed = Closed
phase-before = Opens on { $day }

letter-until = Until { $day }.
letter-was = { $opens } to { $closes }.
letter-from-to = { $opens } to { $closes }
letter-in = In

gate-link = Whoever has the link
gate-link-words = The widest way. One person could take part twice; the report says so.
gate-link-short = For whoever has the link.
gate-link-public = Whoever has the link can take part.
gate-codes = Codes that you send out
gate-codes-words = One code, one voice. For letters, schools, clubs. You never learn which voice came from which code.
gate-codes-short = With the code from your letter.
gate-codes-public = You need the code that was sent to you.
gate-mail = An e-mail address
gate-mail-words = One address, one voice. The address itself is not kept, and never stands beside an answer.
gate-mail-short = With an e-mail address.
gate-mail-public = You need an e-mail address. It never stands beside an answer.
gate-login = Your own login
gate-login-words = One resident, one voice, if your city has a login. Of the account only a sealed sum is kept, and it never stands beside an answer.
gate-login-short = With the login of your city.
gate-login-public = You need the login of your city. Your account never stands beside an answer.

campaign-new = A new campaign
campaign-lead = One question to the public. You can change everything here until you open it; after that, each change is public with its reason.
campaign-lead-open = This campaign is open. Each change is public, with its reason, and stays in the record.
campaign-not-kept = Not kept yet.
campaign-forget = Discard it
campaign-ask = What do you ask?
campaign-question = The question
campaign-question-in = The question in { $language }
campaign-question-hint = Open, short, about something that { $instance } can still decide.
campaign-question-missing = Write the question.
campaign-question-missing-in = Write the question in { $language }, or take the language out.
campaign-explanation = What people should know first
campaign-explanation-in = What people should know first, in { $language }
campaign-explanation-hint = Three sentences: what is decided, by whom, what happens with the result.
campaign-explanation-missing-in = Write what people should know first in { $language }, or take the language out.
campaign-languages = In which languages?
campaign-language-missing = Choose a language.
campaign-written = Written
campaign-unwritten = Not written yet
campaign-write-in = Write it in { $language }
campaign-add-which = Another language
campaign-add = Add a language
campaign-dates = From when to when?
campaign-opens = Opens
campaign-opens-missing = Give the day on which it opens.
campaign-closes = Closes
campaign-closes-missing = Give the last day.
campaign-closes-early = It would close before it opens. Choose a later last day.
campaign-over = The last day is over. Choose a later one.
campaign-report = Report
campaign-report-wrong = This is no day.
campaign-report-early = The report would come before the campaign closes. Choose a later day.
campaign-who = Who may take part?
campaign-gate-missing = Choose who may take part.
campaign-gate-no-mail = This service has no mail server yet, so nobody could get a code. Name one in its settings, or choose another way.
campaign-gate-no-login = This service has no login yet, so nobody could come through. Name one in its settings, or choose another way.
campaign-why = Why do you change it?
campaign-reason = Reason
campaign-reason-hint = Everybody reads it beside the change.
campaign-reason-missing = Write the reason. A change of an open campaign needs one.
campaign-draft-note = It becomes a draft. Nobody outside sees it until you open it.
campaign-public-note = The change is public at once, and becomes an entry of the record.
campaign-make = Make the campaign
campaign-save = Keep the changes
campaign-publish-change = Publish the change
campaign-discard = Discard
campaign-preview = Show the preview again
campaign-seen = As the public sees it
campaign-record-note = When you open it, the question, dates and rules become the first entries of its record.
campaign-change = Change the rules
campaign-edit = Change the draft
campaign-look = See it as the public will
campaign-do = What you can do
campaign-draft = This is a draft
campaign-still = Nobody outside sees it. Before you can open it:
campaign-open-note = Nobody outside sees it. When you open it, the question, dates and rules become the first entries of its record.
campaign-open = Open the campaign
campaign-not-opened = Not opened yet.
campaign-is-open = The campaign is open
campaign-is-before = Everybody can read it. It opens on { $day }
campaign-is-closed = The campaign is closed
campaign-is-closed-note = Nobody can take part any more. It stays to be read at
campaign-at = The public finds it at
campaign-close = Close it before its last day
campaign-close-note = From then on nobody can take part, and it cannot be opened again. The record says when it was closed.
campaign-close-now = Close the campaign

campaign-codes = Codes
campaign-codes-made = { $made ->
    [0] None has been made yet.
    [one] One code has been made.
   *[other] { $made } codes have been made.
}
campaign-codes-used = { $used ->
    [0] None has been used.
    [one] One has been used.
   *[other] { $used } have been used.
}
campaign-codes-how-many = How many more?
campaign-codes-hint = At most { $most } at once. You see them once: as a file and as a sheet to print.
campaign-codes-make = Make codes
campaign-codes-none-made = No codes were made
campaign-codes-wrong = Write how many as a number from 1 to { $most }.

sheet-title = New codes
sheet-made = { $count ->
    [one] One new code
   *[other] { $count } new codes
}
sheet-lead = Each opens the gate once. You never learn which voice came from which code.
sheet-once = Keep them now. Only sealed sums of them are kept, so nobody can show them to you again.
sheet-save = Save as a file
sheet-print = Print the sheet
sheet-slips = One slip for each person
sheet-slip = Your code. Type it at the address below, or open the whole address:

changes-title = The rules and their changes
changes-first = The campaign was opened with its first rules.
changes-reason = The rules were changed. Reason:
changes-entry = Entry { $number } of the record
changes-receipt = Receipt of these rules
changes-soon = Kept here. The entry in the record follows within seconds.

public-draft = This is a draft, as the public will see it. Nobody outside sees it yet.
public-back = Back to the campaign
public-not-in = This campaign is not in { $language }.
public-read-in = It can be read in
public-part = Take part
public-voice = Get my voice
public-closed = This campaign is closed
public-closed-note = Nobody can take part any more.
public-closed-report = Nobody can take part any more. The report is due on { $day }.
public-report = The report is due on { $day }.
