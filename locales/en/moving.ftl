## Words of the script that moves a voice.

moving-leave = Move it
moving-waiting-voice = Not issued yet: it can be moved when it has come.
moving-until = It works once, until { $time }. As soon as the other device has it, it is gone from here.
moving-taken = The other device is getting it.
moving-incomplete = There have to be eight words.
moving-no-word = Word { $word } is none of the list. Compare it letter by letter.
moving-unknown = There is no voice under these words. They work once, and for fifteen minutes.
moving-other = Another device has taken this voice.
moving-full = Too many voices are on their way at the moment. Try again in some minutes.
moving-run-out = The time is over. The voice is still here.
moving-broken = What came cannot be opened with these words. The voice is still on the other device.
moving-offline = The server does not answer. The voice is still where it was. Try again in a minute.
moving-busy = Too many requests came from your connection. Try again in a minute.
moving-storage = This browser does not let the page keep a voice. Allow this site to store data, or leave the private window.
moving-held = There is a voice of this campaign in this browser already. Take that one off first.
moving-both = The voice is here, but the other device could not be told. Take it off there.
