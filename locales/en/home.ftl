## Words of the script on the home page.

home-starting = Starting…
home-empty = The field is empty. Paste the link you were sent.
home-not-a-link = This is not a link to a conversation. It has to look like { $example }.
home-elsewhere = This link leads to { $host }, not to this service. Open it there.
home-incomplete = The link is cut off: the part after the sign # is missing. Ask for the whole link.
home-offline = You are offline. Connect to the internet, then try again.
home-unreachable = The server does not answer. Try again in a minute.
home-busy = { $minutes ->
    [0] Too many conversations were started from your connection. Wait a moment, then try again.
    [one] Too many conversations were started from your connection. Try again in one minute.
   *[other] Too many conversations were started from your connection. Try again in { $minutes } minutes.
}
home-refused = The server refused to make a room. Try again in a minute.
home-storage = This browser does not let the page keep the key of the room. Allow this site to store data, or leave the private window.
