## Words of the pages that the server writes. $instance is the name of this service, $host the address it is reached under.

site-skip = Skip to content
site-language = Language
site-footer = About this service
site-protection = What is protected, and what is not
site-accessibility = Accessibility
site-home = Back to the start

home-title = What do you want to do?
home-join = Join a conversation
home-join-hint = Paste the link you were sent.
home-join-action = Join
home-start = Start a conversation now
home-start-hint = { $others ->
    [one] You get a link to share with one other person. No account, no app.
   *[other] You get a link to share with up to { $others } other people. No account, no app.
}
home-start-action = Start a conversation
home-noscript = Conversations need JavaScript, because the encryption happens in your browser. This browser has it switched off.
home-promises = What you can rely on
home-hear = Who can hear you
home-hear-text = Only the people in your room. { $instance } runs the machines and cannot listen.
home-hear-link = What is not protected
home-kept = What is kept
home-kept-text = No recording and no account. Some minutes after the last person has left, the room is erased.
home-else = Who else learns of it
home-else-text = This page contacts nobody but { $host }. No counting, no fonts, no pictures from elsewhere.

room-title = Conversation
room-opening = Opening the conversation
room-noscript = A conversation needs JavaScript, because the encryption happens in your browser. This browser has it switched off.

protection-title = What is protected, and what is not
protection-lead = One line each, with how we know. The tests are part of the program.
protection-what = What
protection-state = State
protection-words = In words
protection-tested = How it is tested
protection-tested-short = Tested
protection-yes = Protected
protection-part = In part
protection-no = Not protected
protection-nothing = Nothing to test.

protection-room = In a room
protection-content = What you say, show and write
protection-content-words = Encrypted in your browser for the people in your room. { $instance } passes it on and cannot open it.
protection-content-tested = A connection without keys receives a test conversation and can show none of it. Marked words are searched for in the server's database, logs and traffic: not found, while a control that must be found, is.
protection-unseen = That nobody listens unseen
protection-unseen-words = The list of people is the list of keys. An extra connection gets no picture and no sound, and shows as “not in the encrypted group”.
protection-unseen-tested = A dishonest server switches encryption off for a track, and renames a person. Neither lets anything out.
protection-entry = Who comes in
protection-entry-words = Only who has the link can join, and whoever has it can. The six words show that only the people on your list have keys, not who they are.
protection-entry-tested = A wrong link is refused and leaves the room as it was.
protection-change = Before you came, after you left
protection-change-words = Every time somebody joins or leaves, there are new keys. For up to five seconds after somebody has left, they may still hear.
protection-change-tested = Somebody who left can show nothing that was sent later; somebody who joined can show nothing that was sent before.
protection-names = Names
protection-names-words = People choose their own names. Nobody has checked them.
protection-recording = Recording by someone in the room
protection-recording-words = We cannot stop a person from filming a screen.
protection-presence = That you are there
protection-presence-words = { $instance } can see that your connection is in a room, from when to when, and who is sending sound. Not what you say, and not your name.
protection-presence-tested = The server's database and logs of a test conversation are searched for names and messages.
protection-forging = Whose voice it is
protection-forging-words = Someone in your room, together with the server, could pass off sound or picture as another's, or repeat a moment of it.

protection-service = The service and its machines
protection-third = No third party
protection-third-words = These pages contact { $host } and nobody else.
protection-third-tested = A whole conversation is held in a closed network, and every packet is looked at. One for anybody else, and the build fails.
protection-watching = No watching of faces, voices or attention
protection-watching-words = The server has no picture or sound to look at. There is no such function.
protection-watching-tested = The same test as for what you say.
protection-page = The page itself
protection-page-words = It comes from { $instance }. A changed page could listen.
protection-library = The library for group keys
protection-library-words = No outside reviewer has examined it yet.
protection-library-tested = A second program, written apart from it (mls-rs), joins our groups and reaches the same keys.
protection-device = Your device, and who looks over your shoulder
protection-device-words = Nothing here protects from a program on your own phone or computer.
protection-blocking = Somebody blocks the service
protection-blocking-words = { $instance }, a network or a state can switch it off. They cannot read it.

accessibility-title = Accessibility
accessibility-lead = These pages are built to WCAG 2.2, level AA. This is what is checked, and what is missing.
accessibility-checked = What is checked
accessibility-checked-axe = Every page and every state of a room is examined by a program (axe-core) at every change, in light and dark, in both directions of writing.
accessibility-checked-keyboard = A whole conversation is held with the keyboard alone.
accessibility-checked-zoom = Text can be enlarged to 400 percent.
accessibility-missing = What is missing
accessibility-missing-captions = There are no captions. Everybody can write in the chat at any time, and can take part by text only.
accessibility-missing-people = No group of people who use a screen reader has tested it yet.
accessibility-tell = You found a barrier
accessibility-tell-text = Tell whoever invited you or runs this service, with the address of the page and what you wanted to do.

error-code = Code
error-not-found = There is no such page
error-not-found-text = The address may be mistyped, or the link may be cut off. A link to a conversation has a part after the sign #.
error-gone = This conversation is over
error-gone-text = It has been erased. Nobody can open what was said.
error-busy = Too many requests from your connection
error-busy-text = { $minutes ->
    [0] Wait a moment, then try again.
    [one] Try again in one minute.
   *[other] Try again in { $minutes } minutes.
}
error-refused = This request cannot be answered
error-refused-text = It is not in the form that this service understands.
error-server = Something went wrong on the server
error-server-text = It was not your mistake. Try again in a minute. If it stays, tell whoever runs this service the code below.
