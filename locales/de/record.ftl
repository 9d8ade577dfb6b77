## Wörter der Seiten des Verzeichnisses, die der Server schreibt. $instance ist der Name dieses Dienstes.

record-title = Das Verzeichnis
record-lead = Was { $instance } in Kampagnen tut, steht hier, der Reihe nach, sobald es geschieht. Niemand kann später eine Zeile herausnehmen oder ändern, ohne dass andere es merken. Texte und Namen stehen nicht darin, nur ihre Siegel.
record-empty = Hier steht noch nichts.
record-checkpoint = { $count ->
    [one] Letzter Stand: ein Eintrag
   *[other] Letzter Stand: { $count } Einträge
}
record-signed = Unterschrieben
record-signed-by = Von { $instance }
record-last = Neuester Eintrag
record-sum = Summe über alles
record-look = Diesen Stand prüfen
record-receipt = Einen Beleg prüfen
record-look-hint = Geprüft wird auf diesem Gerät. Dafür werden einige Dateien von { $instance } geladen und nichts von anderen.
record-noscript = Um es hier zu prüfen, braucht es JavaScript. Weiter unten steht, wie man es mit einem anderen Programm prüft.
record-witnesses = Wer ihn gegengezeichnet hat
record-countersigned = Gegengezeichnet
record-missing = Fehlt
record-missing-since = Fehlt seit { $when }.
record-missing-last = Zuletzt gezeichnet: { $size }
record-needed = { $needed ->
    [0] Ein Beleg gilt auch ohne sie.
    [one] Einer von ihnen genügt für einen Beleg.
   *[other] { $needed } von ihnen genügen für einen Beleg.
}
record-witness-what = Ein Zeuge liest die Einträge nicht: Er achtet darauf, dass das Verzeichnis nur wächst.
record-cosigned-older = { $count ->
    [one] Was sie zuletzt gegengezeichnet haben, hat einen Eintrag.
   *[other] Was sie zuletzt gegengezeichnet haben, hat { $count } Einträge.
}
record-no-witness = Noch achtet niemand von außen auf dieses Verzeichnis. Bis es jemand tut, könnte { $instance } verschiedenen Menschen verschiedene Verzeichnisse zeigen.
record-entries = Einträge
record-kind = Art
record-all = { $count ->
    [one] Alle Arten, ein Eintrag
   *[other] Alle Arten, { $count }
}
record-number = { $number }
record-campaign = Kampagne
record-campaigns-all = Alle Kampagnen
record-from = Ab Eintrag
record-show = Zeigen
record-entry = Eintrag
record-entry-number = Eintrag { $number }
record-when = Wann
record-says = Was er sagt
record-open = Öffnen
record-none = Einen solchen Eintrag gibt es nicht.
record-older = Ältere Einträge
record-file = Der Stand als Datei
record-gone = Gelöscht. Das Siegel zeigt nun auf nichts.

record-group-rules = Regeln und ihre Änderungen
record-group-voices = Stimmen, Zahlen
record-group-use = Stimmen in Gebrauch
record-group-statements = Aussagen
record-group-answers = Antworten, versiegelt
record-group-decisions = Entfernungen und Einsprüche
record-group-erased = Gelöschte Texte
record-group-groups = Gruppen
record-group-reports = Berichte
record-group-program = Programm dieser Seiten
record-group-key = Schlüssel des Verzeichnisses

record-kind-program = Programm
record-kind-log-key = Schlüssel des Verzeichnisses
record-kind-campaign = Regeln
record-kind-state = Anfang oder Ende
record-kind-key = Schlüssel für Stimmen
record-kind-issued = Stimmen
record-kind-voice = Stimme in Gebrauch
record-kind-given-up = Stimme aufgegeben
record-kind-statement = Aussage
record-kind-vote = Antwort
record-kind-moderation = Entscheidung
record-kind-erasure = Gelöschter Text
record-kind-forming = Gruppen
record-kind-publication = Bericht
record-kind-count = Schlusszählung

record-says-program = Das Programm dieser Seiten ist jetzt { $version }. Summe { $sum }
record-says-log-key = Von hier an ist das Verzeichnis mit einem anderen Schlüssel unterschrieben. Der bisherige und der neue haben das beide unterschrieben.
record-says-campaign = Regeln, Fassung { $revision }. Von { $opens } bis { $closes }. Der Text ist versiegelt.
record-says-state-opened = Die Kampagne wurde eröffnet.
record-says-state-closed = Die Kampagne wurde geschlossen.
record-says-key = Der Schlüssel, mit dem die Stimmen der Runde { $round } unterschrieben werden.
record-says-issued = { $count } ausgegeben, insgesamt { $total }. { $used } in Gebrauch.
record-says-voice = Eine Stimme ist in Gebrauch gekommen. Wessen, steht nicht hier.
record-says-voice-marked = Eine Stimme ist in Gebrauch gekommen, die der Dienst für jemanden ohne JavaScript verwahrt.
record-says-given-up = Eine Stimme wurde von dem Menschen aufgegeben, der sie hat.
record-says-statement = Versiegelt. Wer sie geschrieben hat, steht nicht hier.
record-says-vote = Versiegelt. Wer was geantwortet hat, steht nicht hier.
record-says-moderation-remove = Über Eintrag { $entry } wird nicht abgestimmt. Der Grund ist versiegelt.
record-says-moderation-restore = Über Eintrag { $entry } wird wieder abgestimmt. Der Grund ist versiegelt.
record-says-moderation-appeal = Jemand widerspricht der Entscheidung über Eintrag { $entry }.
record-says-moderation-uphold = Die Entscheidung über Eintrag { $entry } bleibt. Der Grund ist versiegelt.
record-says-erasure-asked = Der Text hinter Eintrag { $entry } wurde gelöscht. Wer ihn schrieb, hat darum gebeten.
record-says-erasure-law = Der Text hinter Eintrag { $entry } wurde gelöscht. Das Gesetz verlangt es.
record-says-erasure-rules = Der Text hinter Eintrag { $entry } wurde gelöscht. Die Regeln der Kampagne verlangen es.
record-says-forming = Menschen: { $people }. Räume: { $rooms }. Startwert, Regeln und Güte sind versiegelt.
record-says-publication-summary = Eine Zusammenfassung wurde veröffentlicht. Sie ist aus den ersten { $size } Einträgen berechnet.
record-says-publication-report = Ein Bericht wurde veröffentlicht. Er ist aus den ersten { $size } Einträgen berechnet.
record-says-count = { $issued } Stimmen ausgegeben, { $used } gebraucht.

record-about = Worüber
record-seal = Siegel
record-text = Der Text
record-text-sealed = Versiegelt. Wer den Beleg hat, kann zeigen, was es war.
record-raw = Wie es im Verzeichnis steht
record-raw-text = Das sind die Zeichen, die alle vergleichen können.
record-back = Zurück zu den Einträgen

record-self = Prüfen Sie selbst
record-self-here = Hier, in diesem Browser
record-self-here-text = Der Knopf oben vergleicht den Stand mit dem, den dieser Browser zuletzt gesehen hat, und sieht sich die Unterschriften an.
record-self-program = Mit einem anderen Programm
record-self-program-text = Das Format ist öffentlich (C2SP tlog-tiles). Programme, die andere geschrieben haben, lesen es unverändert.
record-self-witness = Werden Sie Zeuge
record-self-witness-text = Eine Schule, eine Zeitung, ein Verein: ein kleiner Rechner, der immer läuft.
record-not = Was das Verzeichnis nicht zeigt
record-not-who = Wer etwas geschrieben oder geantwortet hat.
record-not-true = Dass ein Eintrag wahr ist. Es zeigt, dass er damals so lautete und nicht geändert wurde.
record-not-never = Was { $instance } nie aufgeschrieben hat. Deshalb bewahren Sie jeden Beleg auf, nicht der Dienst.

receipt-title = Einen Beleg prüfen
receipt-lead = Geprüft wird auf diesem Gerät. Nichts wird irgendwohin gesendet: Sie können vorher das Netz abschalten.
receipt-noscript = Um hier zu prüfen, braucht es JavaScript. Dieses Programm tut dasselbe:
receipt-drop = Legen Sie Belege hier ab
receipt-choose = Einen Beleg wählen
receipt-paste = Oder fügen Sie seinen Text ein
receipt-check = Den Text prüfen
receipt-not = Was das nicht zeigt
receipt-not-once = Dass die anderen nur einmal abgestimmt haben. Jeder Code gab eine Stimme; die Zahlen stehen im Verzeichnis.
receipt-not-force = Dass niemand Sie zwingen kann, diesen Beleg zu zeigen. Löschen Sie ihn, wenn Ihnen das Sorgen macht.
receipt-not-election = Dass dies eine Wahl war. Es war keine: Es sind Meinungen.
receipt-other = Mit einem anderen Programm prüfen

receipts-title = Meine Belege
receipts-lead = Ihre Stimmen und Belege sind in diesem Browser und nirgends sonst. { $instance } weiß nicht, welche Ihre sind.
receipts-noscript = Belege bewahrt der Browser auf, und das braucht JavaScript. Ohne bekommen Sie sie als Dateien.
receipts-voices = Ihre Stimmen
receipts-list = Ihre Belege
receipts-save = Alle Belege speichern
receipts-save-hint = Eine Datei. Heben Sie sie auf, wo Sie Briefe aufheben: Wer sie hat, kann zeigen, was Sie gesagt haben.
receipts-delete = Alle Belege löschen
receipts-sure = Alle Belege von diesem Gerät löschen?
receipts-sure-text = Was im Verzeichnis steht, bleibt dort. Sie können dann nicht mehr zeigen, dass es Ihres ist, und niemand kann Sie dazu zwingen.
receipts-sure-yes = Löschen
receipts-sure-no = Behalten
