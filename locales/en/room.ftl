## Words of the lobby and the room. $instance is the name of this service.

close = Close
copy-link = Copy the link
copied = The link is copied.
copy-refused = The browser did not allow copying. The link is marked: copy it with the keyboard or the menu.
link-label = Link to this room
link-hint = Whoever has it can join.
try-again = Try again

## Lobby

lobby-title = Before you join
lobby-opening = Looking for the room
lobby-people = { $people ->
    [0] Nobody is in the room yet.
    [one] One person is in the room.
   *[other] { $people } people are in the room.
}
lobby-full = The room is full.
lobby-full-text = It holds { $capacity } people. You can join as soon as somebody leaves.
lobby-locked = The room is locked.
lobby-locked-text = You can ask to be let in. Those inside see your name and decide.
lobby-act-locked = Ask to be let in
lobby-knocking = You are waiting to be let in.
lobby-knocking-text = As soon as somebody says yes, you come in under the name { $name }. Until then you hear nothing.
lobby-act-knocking = Stop waiting
lobby-declined = Not now.
lobby-declined-text = Somebody inside has answered that it does not suit now. You can ask again.
lobby-act-declined = Ask again
lobby-before-knock = Only your name is sent, encrypted for those inside.
lobby-devices = Camera and microphone
lobby-only-you = Only you can see this
lobby-asking = The browser asks whether this page may use them.
lobby-starting = Starting
lobby-camera-off = Your camera is off
lobby-choose = Choose devices
lobby-name = Your name in the room
lobby-name-hint = Others see it. It need not be your real name.
lobby-name-missing = Write a name first. Any name will do.
lobby-name-long = The name is too long. It can have { $limit } characters.
lobby-how = How do you want to take part?
lobby-how-camera = Camera and sound
lobby-how-sound = Sound only
lobby-how-sound-hint = You are heard and not seen
lobby-how-text = Text only
lobby-how-text-hint = Read and write along, without a microphone
lobby-join = Join the room
lobby-joining = Joining…
lobby-before = Nothing you say or show is sent before you press this.
lobby-facts = Good to know
lobby-fact-encrypted = Encrypted between the people in your room. { $instance } and its machines cannot listen.
lobby-fact-recording = Folkmoot does not record. We cannot stop another person from recording on their own device.
lobby-fact-host = Whoever started the room can let people in and remove somebody. Nobody can switch your microphone on.
lobby-protection = What is protected, and what is not

device-microphone = Microphone
device-camera = Camera
device-microphone-on = Microphone on
device-microphone-off = Microphone off
device-camera-on = Camera on
device-camera-off = Camera off
device-none = None found
device-unnamed = Device { $number }
device-title = Devices
device-level = Microphone level
device-works = Your microphone works
device-say = Say something to try it
device-silent = Your microphone is off
device-speaker = Sound comes out of
device-replaced = Another microphone is used now.

processing-title = Your sound
processing-echo = Remove echo
processing-echo-hint = Switch it off only with headphones
processing-noise = Reduce noise
processing-noise-hint = Switch it off for music

## How much is loaded

load-title = What is loaded
load-all = All pictures
load-all-hint = As large as they are shown
load-small = Small pictures
load-small-hint = For a slow line; you send a small one too
load-sound = Sound only
load-sound-hint = No pictures, and your camera is off
load-pictures = Show pictures
sound-only-note = Sound only. No pictures are loaded.
weak-title = Low connection.
weak-text = Sound and pictures may stop for moments. With less to load, the sound stays.
not-now = Not now

## What stands between a person and their devices. $browser is the name of the browser.

problem-refused-microphone = The browser has refused the microphone.
problem-refused-camera = The browser has refused the camera.
problem-refused-both = The browser has refused camera and microphone.
problem-missing-microphone = No microphone was found.
problem-missing-camera = No camera was found.
problem-missing-both = No camera and no microphone were found.
problem-missing-text = Connect one and try again, or join without it.
problem-in_use-microphone = The microphone is in use elsewhere.
problem-in_use-camera = The camera is in use elsewhere.
problem-in_use-both = Camera and microphone are in use elsewhere.
problem-in_use-text = Close the other program or tab that uses it, then try again. You can join without it.
problem-failed-microphone = The microphone did not start.
problem-failed-camera = The camera did not start.
problem-failed-both = Camera and microphone did not start.
problem-failed-text = Unplug it and plug it in again, or choose another one. You can join without it.
problem-allow-chrome = In Chrome: press the sign in front of the address, switch Camera and Microphone on, then try again.
problem-allow-edge = In Edge: press the lock in front of the address, set Camera and Microphone to Allow, then try again.
problem-allow-firefox = In Firefox: press the crossed-out camera or microphone in front of the address, remove the block, then try again.
problem-allow-safari = In Safari on a Mac: open the menu Safari, then Settings for this website, set Camera and Microphone to Allow, then try again.
problem-allow-ios = On iPhone or iPad: press the sign beside the address, open Website Settings, set Camera and Microphone to Allow, then try again. If it stays refused, open Settings, Apps, your browser, and allow them there.
problem-allow-android = On Android: press the sign in front of the address, open Permissions, allow Camera and Microphone, then try again. If it stays refused, open the settings of the phone, Apps, your browser, Permissions.
problem-allow-other = Open the settings of this site in your browser, allow camera and microphone, then try again.

## The encryption badge: in full, and short for a phone

badge-setting_up = Setting up encryption
badge-setting_up-short = Setting up
badge-on = { $people ->
    [one] Encrypted, you are alone
   *[other] Encrypted for these { $people } people
}
badge-on-short = Encrypted
badge-compared = Encrypted, words compared
badge-compared-short = Compared
badge-changed-joined = Words changed: { $name } joined
badge-changed-joined-unnamed = Words changed: somebody joined
badge-changed-left = Words changed: { $name } left
badge-changed-left-unnamed = Words changed: somebody left
badge-changed-short = Words changed
badge-differ = Words differ: sound and video stopped
badge-differ-short = Words differ
badge-forked = Different conversations: sound and video stopped
badge-forked-short = Different conversations
badge-lost = Not encrypted: sound and video stopped
badge-lost-short = Not encrypted

## The dialog behind it

safety-title = { $people ->
    [one] Encrypted, you are alone
   *[other] Encrypted for these { $people } people
}
safety-setting-up = Setting up encryption
safety-setting-up-text = Nothing is sent or shown yet.
safety-lost-text = Nothing is sent without encryption.
safety-who = Only the people in this room can see, hear or read it. { $instance } runs the machines and cannot.
safety-compare = Make sure nobody is listening in
safety-compare-text = { $people ->
    [one] As soon as somebody joins, one of you reads the words aloud. If both of you see the same six, then only you two have the keys.
   *[other] One person reads the words aloud. If all of you see the same six, then the { $people } people on your list are the only ones with the keys.
}
safety-words = Safety words
safety-digits = The same as digits
safety-wait = The words are being worked out.
safety-change = The words change when somebody joins or leaves.
safety-last-joined = Last change { $time }, when { $name } joined.
safety-last-joined-unnamed = Last change { $time }, when somebody joined.
safety-last-left = Last change { $time }, when { $name } left.
safety-last-left-unnamed = Last change { $time }, when somebody left.
safety-match = The words match
safety-no-match = They do not match
safety-not = What is not protected
safety-not-recording = Someone here may record on their own device.
safety-not-link = Only who has the link can join, and whoever has it can.
safety-not-names = People choose their own names. Nobody has checked them.
safety-not-presence = { $instance } can see that you are here, from when to when, and who is sending sound. Not what you say.
safety-not-page = The page itself comes from { $instance }. A changed page could listen.
safety-not-left = For up to five seconds after somebody has left, they may still hear.

differ-title = The words do not match
differ-text = Somebody may be listening, or one of you is still connecting. Your microphone and camera are off for now.
differ-wait = Wait ten seconds and read the words again.
differ-leave = If they still differ, leave. Tell the others by another way than this page.
differ-again = Show the words again
differ-out = Leave the room
forked-text = What you read and see here is not what the others do. Your microphone and camera are off for now. Leave, and tell the others by another way than this page.

## Room

room-heading = Conversation
room-where = Who has the link can join
room-where-locked = Locked: who comes waits to be let in
room-stage = People in the room
room-controls = Controls
room-queue = Queue
room-alone = You are the first one here.
room-alone-text = Send the link to the others. They come in as soon as they have it.
room-alone-locked = You are the only one here.
room-sound-blocked = The browser holds back the sound.
room-sound-play = Play the sound
room-dropped = Your connection dropped.
room-dropped-text = Trying again. The others hear nothing from you until you are back in the encrypted group.
room-back = You are connected again.
room-joined = { $name } joined.
room-left = { $name } left.
room-next = You are next.

control-mute = Mute
control-unmute = Unmute
control-camera-start = Start camera
control-camera-stop = Stop camera
control-ask = Ask to speak
# A room has fewer than twenty people, so these are all the endings.
control-unask = Leave the queue ({ $place ->
    [1] { $place }st
    [2] { $place }nd
    [3] { $place }rd
   *[other] { $place }th
})
control-chat = { $count ->
    [0] Chat
   *[other] Chat, { $count } new
}
control-more = More
control-type = Type instead
control-people = People and link
control-leave = Leave
control-busy = Wait…

## A shared screen, a pinned person

share-start = Share screen
share-stop = Stop sharing
share-own = You are sharing your screen.
share-own-text = Everybody in the room sees it.
share-own-sound = Everybody in the room sees it and hears its sound.
share-begun = { $name } is sharing a screen.
share-ended = { $name } has stopped sharing.
share-shows = { $name } shows a screen
share-caption = { $name }’s screen
share-show = Show { $name }’s screen
share-coming = The screen is on its way.
share-unseen = Sound only is on, so it is not loaded.
share-refused = The system does not let the browser show the screen.
share-refused-text = Allow your browser to record the screen in the settings of the system, under privacy. Then start the browser again.
share-failed = The screen could not be shared.
share-failed-text = Try again, or choose another window.
pin-on = Pin
pin-off = Unpin
pin-shown = { $name }, pinned for you
large-on = Large view
large-off = Back to the room

## Keys. A single letter does what stands beside it.

keyboard-title = Keyboard
keyboard-single = Use single keys in this room
keyboard-single-hint = Off at first, so that nothing happens by accident. While you write they are letters.
keyboard-always = These work always
keyboard-tab = Tab
keyboard-tab-does = To the next button or field
keyboard-enter = Enter
keyboard-enter-does = Press a button, send a message
keyboard-arrows = Arrows
keyboard-arrows-does = Between chat and people
keyboard-escape = Esc
keyboard-escape-does = Close a window, leave the large view
key-microphone = Mute or unmute
key-camera = Camera on or off
key-hand = Ask to speak, or leave the queue
key-type = Type instead of speaking
key-share = Share the screen, or stop
key-large = Large view of what is shown
key-chat = Write in the chat
key-people = People and link
key-safety = Safety words
key-keyboard = This list

tile-you = { $name } (you)
tile-speaking = Speaking
tile-hand = { $place ->
    [1] Next
    [2] Second
    [3] Third
   *[other] Number { $place }
}
tile-weak = Low connection
tile-shares = Shows a screen
tile-muted = Microphone off
tile-unmuted = Microphone on
tile-joining = { $name } is joining
tile-joining-unnamed = Somebody is joining
tile-joining-text = Exchanging keys
tile-reconnecting = { $name } is reconnecting
tile-reconnecting-text = The place is kept for two minutes.
tile-outside = Not in the encrypted group
tile-outside-text = Somebody is connected without the keys. Nothing of theirs is shown and they get nothing of yours.
tile-unnamed = No name yet
tile-creator = creator
tile-moderator = moderator

queue-speaking = Speaking
queue-nobody = Nobody is speaking
queue-next = Next:
queue-then = Then:
queue-typing = { $name }, typing

panel-label = Chat and people
panel-chat = Chat
panel-chat-new = Chat, { $count } new
panel-people = People
panel-close = Close the panel

chat-log = Messages
chat-empty = Nobody has written yet. What you write here is encrypted like the sound.
chat-label = Message to the room
chat-keys = Enter sends, Shift and Enter begin a new line.
chat-send = Send
chat-sending = Sending
chat-you = You
chat-left = { $count ->
    [one] One character left
   *[other] { $count } characters left
}
chat-over = { $count ->
    [one] One character too many
   *[other] { $count } characters too many
}
chat-away = You are not connected. Send it when you are back.

people-note = { $people ->
    [one] Only you hold the keys. Nobody else is in the room.
   *[other] These { $people } hold the keys. Nobody else is in the room.
}
people-outside = { $count ->
    [one] One connection has no keys. It gets nothing of this conversation.
   *[other] { $count } connections have no keys. They get nothing of this conversation.
}
people-creator = Creator: can remove a person
people-moderator = Moderator: can remove a person
people-more = { $name }: more
people-typing = Types instead of speaking
people-locked = The room is locked. Who comes waits until a moderator lets them in.
people-muted = Microphone off
people-unmuted = Microphone on
people-camera = Camera on
people-shares = Shares the screen

## The door, and what moderators decide

knock-one = { $name } wants to come in.
knock-one-text = { $name } has the link, and hears nothing until one of you says yes.
knock-many = { $count ->
    [one] One person wants to come in.
   *[other] { $count } want to come in.
}
knock-many-text = They have the link, and hear nothing until one of you says yes.
knock-show = Show them
knock-admit = Let { $name } in
knock-section = Wants to come in
order-title = The room
order-open = Who has the link can join.
order-lock = Lock the room
order-unlock = Unlock the room
order-end = End for everybody
end-title = End the conversation for everybody?
end-text = Everybody leaves, and the room is erased. Then nobody can open what was said.
cancel = Cancel
person-mute = Ask to mute
person-mute-hint = { $name } sees that you ask, and decides.
person-appoint = Make a moderator
person-appoint-hint = Can let people in, remove a person, lock and end the room.
person-dismiss = No longer a moderator
person-remove = Remove from the room
person-remove-title = Remove { $name }?
person-remove-text = { $name } loses the keys and cannot come back. The room gets another link: send it to whoever is still to come.
person-remove-delay = For up to five seconds after that, they may still hear.
person-remove-yes = Remove { $name }
mute-asked = { $name } asks you to mute.
mute-asked-text = You decide. Nobody can switch your microphone on or off.
news-link = The room has another link now. The old one opens nothing any more.
news-appointed = You are a moderator now: you can let people in, remove a person, lock and end the room.
news-dismissed = You are no longer a moderator.
news-locked = The room is locked now.
news-unlocked = The room is open again for who has the link.
news-typing = { $name } types instead of speaking.
news-hand = { $name } asks to speak.
news-chat = { $name } has written in the chat.
news-back = { $name } is connected again.

## Text as it is typed, beside speech

typed-label = Typed instead of spoken
typed-line = { $name } types:
typed-own = What you type instead of speaking
typed-own-hint = The others read each letter as you write it. Enter ends the line, Esc takes it back.

## After the room

left-title = You have left the room
left-text = Your keys for it are deleted from this browser. Some minutes after the last person has left, the room is erased, and nobody can open what was said.
left-again = Join again
left-home = Back to the start
failed-code = Code

unsupported-text = { $browser } { $version } cannot encrypt video for a group, so the room stays closed to it. Nothing was sent.
unsupported-needs = It works in { $browser } { $needs } and newer.
unsupported-others = It works in current versions of Chrome, Edge, Firefox and Safari.
unsupported-insecure = This page came without https, so the browser gives it no keys and no devices. Open it with https at the beginning of the address.
