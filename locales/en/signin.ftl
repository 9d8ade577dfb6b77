## Words of the pages on which convenors sign in, see their ways in, and invite others. $instance is the name of this service.

signin-action = Sign in
signin-title = Sign in to run campaigns
signin-lead = For convenors and facilitators of { $instance }. Taking part needs no account:
signin-join = join a conversation
signin-passkey = Sign in with a passkey
signin-passkey-hint = Your device asks for your finger, face or PIN. That stays on the device; { $instance } gets a signature.
signin-passkey-script = A passkey needs JavaScript, which is switched off here.
signin-passkey-failed = The passkey could not be checked. Try it again.
signin-passkey-unknown = This service does not know the passkey, or your device did not ask for you. Try it again, or use another way.
signin-noscript = A passkey needs JavaScript, which is switched off here. The two ways below work without it.
signin-numbered = Browsers keep passkeys for names only, and { $host } is a number. The two ways below work.
signin-use-passphrase = Use your passphrase
signin-use-code = Use a recovery code
signin-user = Sign-in name
signin-passphrase = Passphrase
signin-passphrase-hint = Five words or more. Spaces count.
signin-with-passphrase = Sign in with the passphrase
signin-code = Recovery code
signin-code-hint = One of the eight you kept. Each works once.
signin-with-code = Sign in with a recovery code
signin-with-code-action = Sign in and make a new passkey
signin-lost = Lost all three? Ask another convenor, who can send you a new link.
signin-other = Use another way
signin-not = Not signed in.
signin-wrong = Name and passphrase do not belong together.
signin-wrong-field = Name and passphrase do not belong together. We do not say which is wrong, so that nobody can try out names.
signin-wrong-code = Name and code do not belong together.
signin-wrong-code-field = Name and code do not belong together, or the code has been used. We do not say which, so that nobody can try out names.
signin-left = { $left ->
    [0] No try is left; now 15 minutes of waiting.
    [one] One try is left; after that, 15 minutes of waiting.
   *[other] { $left } tries are left; after that, 15 minutes of waiting.
}
signin-locked = { $minutes ->
    [one] Too many tries. Wait one minute, then try again.
   *[other] Too many tries. Wait { $minutes } minutes, then try again.
}
signin-can = What you can do once signed in
signin-can-make = Make campaigns and gatherings. A change of rules in an open campaign goes into the public record, with its reason.
signin-can-see = See counts, steps and flags of rooms. You cannot see or hear a room.
signin-can-moderate = Keep or remove statements. Each removal is public and can be appealed.
signin-name-missing = Write your name.
signin-user-wrong = Take a sign-in name of 2 to 64 letters, digits, dots, hyphens or at-signs, without spaces.
signin-user-taken = Somebody else has this sign-in name. Take another.
signin-passphrase-weak = That is too easy to guess. Take five words or more that do not belong together, with 20 letters in all.

link-step-1 = Step 1 of 2
link-step-2 = Step 2 of 2
link-first = You are the first convenor here
link-invited = You are invited to run campaigns
link-again = A new way in for { $name }
link-printed = The server printed this link.
link-from = { $name } made this link for you.
link-once = It works once, until { $until }.
link-not = Not done yet.
link-name = Your name
link-name-hint = People read it when you enter a room.
link-make-passkey = Make a passkey
link-make-hint = Your device keeps it. { $instance } keeps only the public half.
link-noscript = A passkey needs JavaScript, which is switched off here. A passphrase works without it.
link-passphrase = Set a passphrase instead
link-new-passphrase = New passphrase
link-new-passphrase-hint = Five words that do not belong together. No signs or figures needed.
link-set-passphrase = Set the passphrase
link-before = Before you go on
link-before-meant = Whoever opens this link first becomes convenor. If it was not meant for you, close the page and tell who sent it.
link-before-old = Your old passkeys, passphrase and codes stop working, and you are signed out everywhere else.
link-before-second = Invite a second convenor soon: an appeal is decided by somebody other than who removed the statement.

spent-title = This link has been used, or is too old
spent-lead = It worked once. If you opened it yourself, sign in. If not, tell who runs the server: somebody else may be convenor now.
spent-again = Who runs the server makes a new link with

codes-title = Keep these eight codes
codes-lead = If you lose your device, one of them lets you in. Each works once. They are shown now and never again.
codes-label = Recovery codes
codes-save = Save as a file
codes-print = Print them
codes-kept = I have kept them

account-title = Your account
account-lead = You sign in as { $user }.
account-not = Nothing was changed.
account-sign-out = Sign out
account-ways = Your ways in
account-passkey = Passkey
account-made = Made on { $when }.
account-used = Last used on { $when }.
account-unused = Not used yet.
account-remove = Take away
account-passphrase = Passphrase
account-codes = Recovery codes
account-codes-left = { $count ->
    [0] None is left. Make new ones.
    [one] One is left.
   *[other] { $count } are left.
}
account-codes-new = Make eight new codes
account-passkey-new = Make another passkey
account-passphrase-change = Change the passphrase
account-last-way = This is your last way in. Make another one first.
account-sessions = Where you are signed in
account-unknown-browser = A browser that does not say its name
account-this-browser = This browser
account-since = Since { $when }.
account-seen = Last used on { $when }.
account-end = Sign out there
account-end-others = Sign out everywhere else
account-people = See who runs campaigns here

people-title = Who runs campaigns here
people-lead = You can invite others, give a new link to somebody who has lost every way in, and remove people.
people-you = You
people-renew = Make a new link for them
people-remove = Remove
people-removed = { $name } was removed and is signed out everywhere.
people-last = Somebody has to be convenor of every campaign. Invite another one first.
people-invite = Invite somebody
people-role = What they may do
people-campaign = In which campaign
people-campaign-hint = Not needed for a convenor of every campaign.
people-invite-action = Make an invitation
people-link = The link
people-link-made = The link is made. Send it by a way that only they read.
people-link-once = It works once, until { $until }, and is not shown again.
role-everywhere = Convenor of every campaign
role-convenor = Convenor of one campaign
role-moderator = Moderator
role-facilitator = Facilitator
role-auditor = Auditor
