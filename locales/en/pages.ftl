## Words of the pages that the server writes. $instance is the name of this service, $host the address it is reached under.

site-skip = Skip to content
site-language = Language
site-pages = Pages
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
home-campaigns = Campaigns of { $instance }
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

accessibility-title = Accessibility
accessibility-lead = These pages are built to WCAG 2.2, level AA. This is what is checked, and what is missing.
accessibility-checked = What is checked
accessibility-checked-axe = Every page and every state of a room is examined by a program (axe-core) at every change, in light and dark, in both directions of writing.
accessibility-checked-keyboard = A whole conversation is held with the keyboard alone.
accessibility-checked-told = What happens in a room is told to screen readers as it happens, also while a dialog is open. A program reads it from the accessibility tree of the browser.
accessibility-checked-zoom = Enlarged to 400 percent, nothing is cut off, and all of it is reached by scrolling one way.
accessibility-checked-colours = In the colours of your own system, everything is told by lines and words. Nothing moves if your system asks for less motion.
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
error-not-allowed = This is for others to do
error-not-allowed-text = You are signed in, and your part in this campaign does not reach to that. Ask a convenor of it.
error-changed = Somebody else was faster
error-changed-text = They have changed, opened or closed this campaign since you looked at it. Open the page again and see what it says now.
error-no-campaign = There is no such campaign
error-no-campaign-text = The address may be mistyped. A campaign that nobody has opened yet can be seen only by those who prepare it.
error-login = This login is over
error-login-text = It was begun too long ago, was finished before, or belongs to another browser. Nothing was used up. Open the page of the campaign and begin again.
error-origin = This form came from another page
error-origin-text = So nothing was done. Open the page of this service, fill it in there and send it again.
error-server = Something went wrong on the server
error-server-text = It was not your mistake. Try again in a minute. If it stays, tell whoever runs this service the code below.

mail-code-subject = Your code for: { $question }
mail-code-intro = Somebody, you we hope, asked for a code to take part with this e-mail address. This is the code:
mail-code-link = You can type it on the page you came from, or open this address:
mail-code-end = The code opens the gate once, until tomorrow night. Your address is not kept. If you did not ask for it, do nothing: without the code nobody takes part in your name.
