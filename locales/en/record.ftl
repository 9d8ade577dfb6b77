## Words of the pages of the record, which the server writes. $instance is the name of this service.

record-title = The record
record-lead = What { $instance } does in its campaigns is written here, in order, as it happens. Nobody can take a line out or change it later without others noticing. Texts and names are not in it, only their seals.
record-empty = Nothing has been written here yet.
record-checkpoint = { $count ->
    [one] Latest checkpoint: one entry
   *[other] Latest checkpoint: { $count } entries
}
record-signed = Signed
record-signed-by = By { $instance }
record-last = Newest entry
record-sum = Sum of everything
record-look = Check this checkpoint
record-receipt = Check a receipt
record-look-hint = The check runs on this device. It loads a few files from { $instance }, and nothing from anybody else.
record-noscript = To check it here needs JavaScript. Below is how to check it with another program.
record-witnesses = Who has countersigned it
record-countersigned = Countersigned
record-missing = Missing
record-missing-since = Missing since { $when }.
record-missing-last = Last one it signed: { $size }
record-needed = { $needed ->
    [0] A receipt counts without them.
    [one] One of them is enough for a receipt.
   *[other] { $needed } of them are enough for a receipt.
}
record-witness-what = A witness does not read the entries: it makes sure that the record only grows.
record-cosigned-older = { $count ->
    [one] What they signed last has one entry.
   *[other] What they signed last has { $count } entries.
}
record-no-witness = Nobody outside watches this record yet. Until somebody does, { $instance } could show different people different records.
record-entries = Entries
record-kind = Kind
record-all = { $count ->
    [one] All kinds, one entry
   *[other] All kinds, { $count }
}
record-number = { $number }
record-campaign = Campaign
record-campaigns-all = All campaigns
record-from = From entry
record-show = Show
record-entry = Entry
record-entry-number = Entry { $number }
record-when = When
record-says = What it says
record-open = Open
record-none = There is no such entry.
record-older = Older entries
record-file = The checkpoint as a file
record-gone = Erased. The seal now points at nothing.

record-group-rules = Rules and their changes
record-group-voices = Voices, counts
record-group-use = Voices in use
record-group-statements = Statements
record-group-answers = Answers, sealed
record-group-decisions = Removals and objections
record-group-erased = Erased texts
record-group-groups = Groups
record-group-reports = Reports
record-group-program = Program of these pages
record-group-key = Key of the record

record-kind-program = Program
record-kind-log-key = Key of the record
record-kind-campaign = Rules
record-kind-state = Beginning or end
record-kind-key = Key for voices
record-kind-issued = Voices
record-kind-voice = Voice in use
record-kind-given-up = Voice given up
record-kind-statement = Statement
record-kind-vote = Answer
record-kind-moderation = Decision
record-kind-erasure = Erased text
record-kind-forming = Groups
record-kind-publication = Report
record-kind-count = Closing count

record-says-program = The program of these pages is now { $version }. Sum { $sum }
record-says-log-key = From here on the record is signed with another key. The key before and the new one have both signed that.
record-says-campaign = Rules, version { $revision }. From { $opens } to { $closes }. The text is sealed.
record-says-state-opened = The campaign was opened.
record-says-state-closed = The campaign was closed.
record-says-key = The key that signs the voices of round { $round }.
record-says-issued = { $count } issued, { $total } in all. { $used } in use.
record-says-voice = A voice came into use. Whose it is, is not here.
record-says-voice-marked = A voice came into use that the service holds for somebody without JavaScript.
record-says-given-up = A voice was given up by whoever has it.
record-says-statement = Sealed. Who wrote it is not here.
record-says-vote = Sealed. Who answered what is not here.
record-says-moderation-remove = Entry { $entry } is not put to the vote. The reason is sealed.
record-says-moderation-restore = Entry { $entry } is put to the vote again. The reason is sealed.
record-says-moderation-appeal = Somebody objects to what was decided on entry { $entry }.
record-says-moderation-uphold = The decision on entry { $entry } stays. The reason is sealed.
record-says-erasure-asked = The text behind entry { $entry } was erased. Its author asked for it.
record-says-erasure-law = The text behind entry { $entry } was erased. The law asked for it.
record-says-erasure-rules = The text behind entry { $entry } was erased. The rules of the campaign asked for it.
record-says-forming = People: { $people }. Rooms: { $rooms }. Seed, rules and quality are sealed.
record-says-publication-summary = A summary was published. It was computed from the first { $size } entries.
record-says-publication-report = A report was published. It was computed from the first { $size } entries.
record-says-count = { $issued } voices issued, { $used } used.

record-about = About
record-seal = Seal
record-text = The text
record-text-sealed = Sealed. Who has the receipt can show what it was.
record-raw = As it stands in the record
record-raw-text = These are the bytes that everybody can compare.
record-back = Back to the entries

record-self = Check it yourself
record-self-here = Here, in this browser
record-self-here-text = The button above compares the checkpoint with the one that this browser saw last time, and looks at the signatures.
record-self-program = With another program
record-self-program-text = The format is public (C2SP tlog-tiles). Programs that others wrote read it unchanged.
record-self-witness = Become a witness
record-self-witness-text = A school, a newspaper, a club: one small machine that is always on.
record-not = What the record does not show
record-not-who = Who wrote or answered anything.
record-not-true = That an entry is true. It shows that it was said then, and not changed.
record-not-never = What { $instance } never wrote down. So each receipt is kept by you, not by the service.

receipt-title = Check a receipt
receipt-lead = The check runs on this device. Nothing is sent anywhere: you may switch off the network first.
receipt-noscript = To check here needs JavaScript. This program does the same:
receipt-drop = Put receipts here
receipt-choose = Choose a receipt
receipt-paste = Or paste its text
receipt-check = Check the text
receipt-not = What this does not show
receipt-not-once = That the others voted only once. Each code gave one voice; the counts are in the record.
receipt-not-force = That nobody can make you show this receipt. Delete it if that worries you.
receipt-not-election = That this was an election. It was not: these are opinions.
receipt-other = Check it with another program

receipts-title = My receipts
receipts-lead = Your voices and receipts are in this browser and nowhere else. { $instance } does not know which are yours.
receipts-noscript = Receipts are kept by the browser, and that needs JavaScript. Without it you get them as files.
receipts-voices = Your voices
receipts-list = Your receipts
receipts-save = Save all receipts
receipts-save-hint = One file. Keep it where you keep letters: whoever has it can show what you said.
receipts-delete = Delete all receipts
receipts-sure = Delete all receipts from this device?
receipts-sure-text = What is in the record stays there. You can then no longer show that it is yours, and nobody can make you show it.
receipts-sure-yes = Delete them
receipts-sure-no = Keep them
