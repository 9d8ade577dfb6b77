## Wörter des Skripts, das die Dateien dieser Seite mit der Liste vergleicht.

check-running = Die Dateien werden geholt und verglichen
check-same = Wie gelistet
check-different = Nicht wie gelistet
check-missing = Nicht zu holen
check-all = { $files ->
    [one] Eine Datei ist wie gelistet, und Ihr Browser kommt auf dieselbe Summe über alles.
   *[other] Alle { $files } Dateien sind wie gelistet, und Ihr Browser kommt auf dieselbe Summe über alles.
}
check-some = { $files ->
    [one] Eine Datei ist nicht wie gelistet. Sagen Sie hier nichts Vertrauliches, bis das geklärt ist, und melden Sie es denen, die diesen Dienst betreiben.
   *[other] { $files } Dateien sind nicht wie gelistet. Sagen Sie hier nichts Vertrauliches, bis das geklärt ist, und melden Sie es denen, die diesen Dienst betreiben.
}
check-sum = Die Dateien sind wie gelistet, aber die Summe über alles ist nicht die der Liste. Sagen Sie hier nichts Vertrauliches, bis das geklärt ist, und melden Sie es denen, die diesen Dienst betreiben.
check-gone = { $files ->
    [one] Eine Datei war nicht zu holen. Versuchen Sie es bei besserer Verbindung noch einmal.
   *[other] { $files } Dateien waren nicht zu holen. Versuchen Sie es bei besserer Verbindung noch einmal.
}
check-impossible = Dieser Browser berechnet Summen nur auf Seiten, die über HTTPS kommen.
