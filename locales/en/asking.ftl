## Words of the script at the gate.

asking-empty = The field is empty. Type your code.
asking-unknown = This code is not known. Compare it with your letter, sign by sign.
asking-used = This code was used on { $day }. If that was you, use the same browser as then.
asking-used-unknown = This code has been used. If that was you, use the same browser as then.
asking-unknown-mail = This code is not known, or older than a day. Have another mail sent.
asking-unknown-login = Your login was too long ago. Go to the login again.
asking-used-mail = A voice was asked for with this address on { $day }. If that was you, use the same browser as then.
asking-used-login = A voice was asked for with this account on { $day }. If that was you, use the same browser as then.
asking-address = This is not an e-mail address. It looks like name@example.org.
asking-mailed = A mail is on its way to { $address }. It brings a code and a link, good until tomorrow night.
asking-mail-unavailable = The mail could not be sent. Try again in some minutes.
asking-not-open = The campaign is not open yet.
asking-closed = The campaign is closed. Voices are not issued any more.
asking-gone = The service does not know this request any more. It was not collected in time.
asking-offline = You are offline. Nothing is lost: what you typed is kept here, and goes out when you try again.
asking-unreachable = The server does not answer. Nothing is lost: what you typed is kept here. Try again in a minute.
asking-busy = Too many requests came from your connection. Nothing is lost. Try again in some minutes.
asking-record = The key that signs the voices is not the one in the record. So no voice was asked for: with a key of its own for you, the service could tell whose voice is whose.
asking-broken = What the service answered is not a voice. Nothing was used up. Tell whoever runs this service.
asking-storage = This browser does not let the page keep a voice. Allow this site to store data, or leave the private window.
asking-minutes = { $minutes ->
    [0] Your voice comes any moment
    [one] Your voice comes in about one minute
   *[other] Your voice comes in about { $minutes } minutes
}
asking-batch = Voices are issued together, so that the minute does not give you away. The next batch goes out at { $time }.
asking-others = { $others ->
    [0] You are the first in it so far.
    [one] One other person is in it so far.
   *[other] { $others } other people are in it so far.
}
asking-issued = { $count ->
    [one] It was the only one in its batch, so the minute could give you away to whoever watches. It is in this browser and nowhere else.
   *[other] It was one of { $count }. It is in this browser and nowhere else.
}
asking-here = It is in this browser and nowhere else.
asking-counted = Entry { $entry } counts the voices of your batch.
asking-soon = Your voice comes into use at a moment of its own, so that the minute does not give you away. You may close this page.
asking-in-use = Your voice is in use, and its receipt is in this browser.
