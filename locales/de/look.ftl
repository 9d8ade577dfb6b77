## Wörter der Skripte, die das Verzeichnis und Belege prüfen.

look-running = Wird geprüft
look-first = Die Unterschrift gilt. Dieser Browser sieht das Verzeichnis zum ersten Mal und merkt es sich.
look-same = Die Unterschrift gilt, und es ist der Stand, den dieser Browser zuletzt gesehen hat.
look-grown = Die Unterschrift gilt, und von dem, was dieser Browser zuletzt gesehen hat, wurde nichts geändert. Es waren { $before } Einträge, jetzt sind es { $now }.
look-shrunk = Das Verzeichnis ist kürzer geworden. Es hatte { $before } Einträge, als dieser Browser es zuletzt sah, jetzt hat es { $now }. Einträge wurden herausgenommen. Speichern Sie beide Stände: Sie sind Beweise.
look-other = Das Verzeichnis ist ein anderes als das, das dieser Browser zuletzt gesehen hat. Etwas darin wurde geändert. Speichern Sie beide Stände: Sie sind Beweise.
look-rekeyed = Das Verzeichnis ist mit einem anderen Schlüssel unterschrieben als beim letzten Mal. Fragen Sie die Betreiber dieses Dienstes, warum, und vergleichen Sie mit dem, was sie veröffentlicht haben.
look-succeeded = Das Verzeichnis hat einen neuen Schlüssel, seit dieser Browser es zuletzt sah. Der Schlüssel, den dieser Browser kannte, hat im Verzeichnis selbst für den neuen unterschrieben, und von dem, was damals zu sehen war, wurde nichts geändert. Es waren { $before } Einträge, jetzt sind es { $now }.
look-unsigned = Der Stand ist nicht mit dem Schlüssel dieses Verzeichnisses unterschrieben. Trauen Sie ihm nicht.
look-broken = Was kam, ist kein Stand, oder eine Unterschrift darauf gilt nicht. Trauen Sie ihm nicht.
look-offline = Die Dateien des Verzeichnisses sind nicht angekommen. Versuchen Sie es wieder, wenn die Verbindung besser ist.
look-witnesses = { $count ->
    [0] Kein Zeuge hat ihn gegengezeichnet.
    [one] Ein Zeuge hat ihn gegengezeichnet.
   *[other] { $count } Zeugen haben ihn gegengezeichnet.
}
look-evidence = Beide Stände speichern
look-storage = Dieser Browser bewahrt für diese Seite nichts auf und kann deshalb nicht mit dem letzten Mal vergleichen.

verdict-valid = Es steht im Verzeichnis
verdict-valid-text = Es wurde seit { $when } nicht geändert.
verdict-unwitnessed = Es steht im Verzeichnis, aber noch hat es kein Zeuge gesehen
verdict-unwitnessed-text = { $needed ->
    [one] Ein Zeuge muss gegenzeichnen. Kommen Sie in einigen Minuten wieder.
   *[other] { $needed } Zeugen müssen gegenzeichnen. Kommen Sie in einigen Minuten wieder.
}
verdict-invalid = Der Beleg stimmt nicht
verdict-invalid-text = Heben Sie diese Datei auf: Sie ist ein Beweis. Sie sagt etwas, was das Verzeichnis nicht sagt.
verdict-other = Dieser Beleg ist von einem anderen Dienst
verdict-other-text = Er ist von { $name }. Prüfen Sie ihn dort.
verdict-none = Das ist kein Beleg
verdict-none-text = Ein Beleg ist eine Datei, die auf .tlog-proof endet. Vielleicht fehlt ein Teil des Textes.
verdict-checked = Was geprüft wurde
verdict-opening-good = Der Beleg öffnet Ihren Eintrag
verdict-opening-good-text = Er wurde für genau diesen gemacht. Nur dieser Beleg kann das zeigen.
verdict-opening-none = Der Eintrag hat kein Siegel
verdict-opening-none-text = Was er sagt, steht in ihm.
verdict-opening-bad = Der Beleg öffnet den Eintrag nicht
verdict-opening-bad-text = Er wurde für etwas anderes gemacht oder geändert.
verdict-inclusion-good = Es ist Eintrag { $index } des Verzeichnisses
verdict-inclusion-good-text = { $steps ->
    [0] Er ist der einzige Eintrag dieses Standes.
    [one] Gezeigt durch einen Beweis von einem Schritt bis zum Stand von { $size } Einträgen.
   *[other] Gezeigt durch einen Beweis von { $steps } Schritten bis zum Stand von { $size } Einträgen.
}
verdict-inclusion-bad = Es ist nicht Eintrag { $index } des Verzeichnisses
verdict-inclusion-bad-text = Der Beweis führt nicht zu dem Stand.
verdict-checkpoint-good = Der Stand ist unterschrieben
verdict-checkpoint-good-text = Mit dem Schlüssel von { $name }.
verdict-checkpoint-bad = Der Stand ist nicht unterschrieben
verdict-checkpoint-bad-text = Es gibt darauf keine Unterschrift von { $name }, die gilt.
verdict-witnesses-good = { $count ->
    [one] Auch ein Zeuge von außen hat ihn unterschrieben
   *[other] Auch { $count } Zeugen von außen haben ihn unterschrieben
}
verdict-witnesses-good-text = { $names }. Ein anderes Verzeichnis lässt sich anderen nicht zeigen, ohne dass einer davon es merkt.
verdict-witnesses-none = Kein Zeuge von außen hat ihn unterschrieben
verdict-witnesses-none-text = Dieser Dienst verlangt keinen. So könnte er verschiedenen Menschen verschiedene Verzeichnisse zeigen.
verdict-witnesses-bad = Zu wenige Zeugen von außen haben ihn unterschrieben
verdict-witnesses-bad-text = { $needed ->
    [one] Einer ist nötig.
   *[other] { $needed } sind nötig.
}
verdict-kind-voice = Ihre Stimme kam in Gebrauch.
verdict-kind-given-up = Sie haben Ihre Stimme aufgegeben.
verdict-kind-statement = Sie haben eine Aussage geschrieben.
verdict-kind-vote = Sie haben auf eine Aussage geantwortet.
verdict-kind-moderation = Sie haben einer Entscheidung widersprochen.
verdict-kind-other = Der Eintrag ist von der Art { $kind }.

kept-none = In diesem Browser ist kein Beleg. Sie bekommen einen mit Ihrer Stimme und mit allem, was Sie sagen.
kept-running = { $count ->
    [one] Ein Beleg wird geprüft
   *[other] { $count } Belege werden geprüft
}
kept-all = { $count ->
    [one] Ihr Beleg gilt: Was Sie gesagt haben, steht unverändert im Verzeichnis.
   *[other] Alle { $count } Belege gelten: Was Sie gesagt haben, steht unverändert im Verzeichnis.
}
kept-some = { $bad ->
    [one] Ein Beleg stimmt nicht. Speichern Sie ihn: Er ist ein Beweis.
   *[other] { $bad } Belege stimmen nicht. Speichern Sie sie: Sie sind Beweise.
}
kept-later = { $count ->
    [one] Ein Beleg wartet auf einen Zeugen. Kommen Sie in einigen Minuten wieder.
   *[other] { $count } Belege warten auf einen Zeugen. Kommen Sie in einigen Minuten wieder.
}
kept-unchecked = Das Verzeichnis ließ sich nicht laden, deshalb wurden die Belege nur für sich geprüft.
kept-good = Im Verzeichnis
kept-bad = Stimmt nicht
kept-waiting = Wartet auf einen Zeugen
kept-other = Von einem anderen Dienst
kept-changed = Das Verzeichnis wurde seitdem geändert
kept-entry = Eintrag { $index }
kept-save = Speichern
kept-delete = Löschen
kept-voice-spent = In Gebrauch
kept-voice-issued = Noch nicht in Gebrauch
kept-voice-pending = Unterwegs
kept-voice-move = Umziehen
kept-voice-off = Von diesem Gerät nehmen
kept-voice-gate = Zur Pforte
