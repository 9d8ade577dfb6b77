## Words of the scripts that check the record and receipts.

look-running = Checking
look-first = The signature holds. This browser sees the record for the first time, and remembers it.
look-same = The signature holds, and it is the checkpoint that this browser saw last time.
look-grown = The signature holds, and nothing of what this browser saw last time was changed. It had { $before } entries, and has { $now } now.
look-shrunk = The record has become shorter. It had { $before } entries when this browser saw it last, and has { $now } now. Entries were taken out. Save both checkpoints: they are evidence.
look-other = The record is another one than this browser saw last time. Something in it was changed. Save both checkpoints: they are evidence.
look-rekeyed = The record is signed with another key than last time. Ask whoever runs this service why, and compare with what they published.
look-succeeded = The record has a new key since this browser saw it last. The key that this browser knew has signed for the new one, in the record itself, and nothing of what was seen then was changed. It had { $before } entries, and has { $now } now.
look-unsigned = The checkpoint is not signed with the key of this record. Do not trust it.
look-broken = What came is no checkpoint, or a signature on it does not hold. Do not trust it.
look-offline = The files of the record did not come. Try again when the connection is better.
look-witnesses = { $count ->
    [0] No witness has countersigned it.
    [one] One witness countersigned it.
   *[other] { $count } witnesses countersigned it.
}
look-evidence = Save both checkpoints
look-storage = This browser keeps nothing for this page, so it cannot compare with last time.

verdict-valid = It is in the record
verdict-valid-text = It has not been changed since { $when }.
verdict-unwitnessed = It is in the record, but no witness has seen it yet
verdict-unwitnessed-text = { $needed ->
    [one] One witness has to countersign. Come back in a few minutes.
   *[other] { $needed } witnesses have to countersign. Come back in a few minutes.
}
verdict-invalid = The receipt does not match
verdict-invalid-text = Keep this file: it is evidence. It says something that the record does not.
verdict-other = This receipt is of another service
verdict-other-text = It is of { $name }. Check it there.
verdict-none = This is not a receipt
verdict-none-text = A receipt is a file that ends in .tlog-proof. Perhaps a part of the text is missing.
verdict-checked = What was checked
verdict-opening-good = The receipt opens your entry
verdict-opening-good-text = It was made for exactly this. Only this receipt can show it.
verdict-opening-none = The entry has no seal
verdict-opening-none-text = What it says stands in it.
verdict-opening-bad = The receipt does not open the entry
verdict-opening-bad-text = It was made for something else, or was changed.
verdict-inclusion-good = It is entry { $index } of the record
verdict-inclusion-good-text = { $steps ->
    [0] It is the only entry of the checkpoint.
    [one] Shown by a proof of one step up to the checkpoint of { $size } entries.
   *[other] Shown by a proof of { $steps } steps up to the checkpoint of { $size } entries.
}
verdict-inclusion-bad = It is not entry { $index } of the record
verdict-inclusion-bad-text = The proof does not lead to the checkpoint.
verdict-checkpoint-good = The checkpoint is signed
verdict-checkpoint-good-text = With the key of { $name }.
verdict-checkpoint-bad = The checkpoint is not signed
verdict-checkpoint-bad-text = There is no signature of { $name } on it that holds.
verdict-witnesses-good = { $count ->
    [one] One outside witness signed it too
   *[other] { $count } outside witnesses signed it too
}
verdict-witnesses-good-text = { $names }. A different record cannot be shown to others without one of them noticing.
verdict-witnesses-none = No outside witness signed it
verdict-witnesses-none-text = This service asks for none. So it could show different people different records.
verdict-witnesses-bad = Too few outside witnesses signed it
verdict-witnesses-bad-text = { $needed ->
    [one] One is needed.
   *[other] { $needed } are needed.
}
verdict-kind-voice = Your voice came into use.
verdict-kind-given-up = You gave up your voice.
verdict-kind-statement = You wrote a statement.
verdict-kind-vote = You answered a statement.
verdict-kind-moderation = You objected to a decision.
verdict-kind-other = The entry is of the kind { $kind }.

kept-none = There is no receipt in this browser. You get one with your voice, and with everything you say.
kept-running = { $count ->
    [one] Checking one receipt
   *[other] Checking { $count } receipts
}
kept-all = { $count ->
    [one] Your receipt holds: what you said is in the record, unchanged.
   *[other] All { $count } receipts hold: what you said is in the record, unchanged.
}
kept-some = { $bad ->
    [one] One receipt does not match. Save it: it is evidence.
   *[other] { $bad } receipts do not match. Save them: they are evidence.
}
kept-later = { $count ->
    [one] One receipt waits for a witness. Come back in a few minutes.
   *[other] { $count } receipts wait for a witness. Come back in a few minutes.
}
kept-unchecked = The record could not be loaded, so the receipts were checked by themselves only.
kept-good = In the record
kept-bad = Does not match
kept-waiting = Waits for a witness
kept-other = Of another service
kept-changed = The record has changed since
kept-entry = Entry { $index }
kept-save = Save
kept-delete = Delete
kept-voice-spent = In use
kept-voice-issued = Not in use yet
kept-voice-pending = On its way
kept-voice-move = Move it
kept-voice-off = Take it off this device
kept-voice-gate = To the gate
