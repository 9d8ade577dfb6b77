## Wörter des Skripts, das behält, was auf der Seite einer Kampagne geschrieben wird.

draft-back = Was Sie hier geschrieben hatten, ist wieder da. Es steht nur in diesem Tab.
