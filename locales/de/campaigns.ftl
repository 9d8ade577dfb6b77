## Wörter der Kampagnen: die Seiten für alle, die sie führen, und die öffentliche. $instance ist der Name dieses Dienstes.

campaigns-title = Kampagnen
campaigns-make = Kampagne anlegen
campaigns-none = Es gibt noch keine Kampagne. Eine Kampagne ist eine Frage an die Öffentlichkeit, mit Sprachen, Tagen und Regeln.
campaigns-none-yours = Sie sind noch an keiner Kampagne beteiligt. Bitten Sie jemanden, der eine führt, Sie einzuladen.

phase-draft = Entwurf
phase-open = Offen
phase-closed = Geschlossen
phase-before = Beginnt am { $day }

letter-until = Bis { $day }.
letter-was = { $opens } bis { $closes }.
letter-from-to = { $opens } bis { $closes }
letter-in = Auf

gate-link = Wer den Link hat
gate-link-words = Der weiteste Weg. Ein Mensch könnte zweimal teilnehmen; der Bericht sagt das.
gate-link-short = Für alle, die den Link haben.
gate-link-public = Wer den Link hat, kann teilnehmen.
gate-codes = Codes, die Sie verschicken
gate-codes-words = Ein Code, eine Stimme. Für Briefe, Schulen, Vereine. Sie erfahren nie, welche Stimme von welchem Code kam.
gate-codes-short = Mit dem Code aus Ihrem Brief.
gate-codes-public = Sie brauchen den Code, der Ihnen geschickt wurde.
gate-mail = Eine E-Mail-Adresse
gate-mail-words = Eine Adresse, eine Stimme. Die Adresse selbst wird nicht aufbewahrt und steht nie neben einer Antwort.
gate-mail-short = Mit einer E-Mail-Adresse.
gate-mail-public = Sie brauchen eine E-Mail-Adresse. Sie steht nie neben einer Antwort.
gate-login = Ihr eigenes Login
gate-login-words = Ein Einwohner, eine Stimme, wenn Ihre Stadt ein Login hat. Vom Konto wird nur eine versiegelte Summe aufbewahrt, und sie steht nie neben einer Antwort.
gate-login-short = Mit dem Login Ihrer Stadt.
gate-login-public = Sie brauchen das Login Ihrer Stadt. Ihr Konto steht nie neben einer Antwort.

campaign-new = Eine neue Kampagne
campaign-lead = Eine Frage an die Öffentlichkeit. Bis Sie sie öffnen, können Sie hier alles ändern; danach ist jede Änderung öffentlich, mit Begründung.
campaign-lead-open = Diese Kampagne ist offen. Jede Änderung ist öffentlich, mit Begründung, und bleibt im Verzeichnis.
campaign-not-kept = Noch nicht gespeichert.
campaign-forget = Verwerfen
campaign-ask = Was fragen Sie?
campaign-question = Die Frage
campaign-question-in = Die Frage auf { $language }
campaign-question-hint = Offen, kurz, über etwas, das { $instance } noch entscheiden kann.
campaign-question-missing = Schreiben Sie die Frage.
campaign-question-missing-in = Schreiben Sie die Frage auf { $language }, oder nehmen Sie die Sprache heraus.
campaign-explanation = Was man vorher wissen sollte
campaign-explanation-in = Was man vorher wissen sollte, auf { $language }
campaign-explanation-hint = Drei Sätze: was entschieden wird, von wem, was mit dem Ergebnis geschieht.
campaign-explanation-missing-in = Schreiben Sie auf { $language }, was man vorher wissen sollte, oder nehmen Sie die Sprache heraus.
campaign-languages = In welchen Sprachen?
campaign-language-missing = Wählen Sie eine Sprache.
campaign-written = Geschrieben
campaign-unwritten = Noch nicht geschrieben
campaign-write-in = Auf { $language } schreiben
campaign-add-which = Eine weitere Sprache
campaign-add = Sprache hinzufügen
campaign-dates = Von wann bis wann?
campaign-opens = Beginnt
campaign-opens-missing = Geben Sie den ersten Tag an.
campaign-closes = Endet
campaign-closes-missing = Geben Sie den letzten Tag an.
campaign-closes-early = Sie würde enden, bevor sie beginnt. Wählen Sie einen späteren letzten Tag.
campaign-over = Der letzte Tag ist vorbei. Wählen Sie einen späteren.
campaign-report = Bericht
campaign-report-wrong = Das ist kein Tag.
campaign-report-early = Der Bericht käme, bevor die Kampagne endet. Wählen Sie einen späteren Tag.
campaign-who = Wer darf teilnehmen?
campaign-gate-missing = Wählen Sie, wer teilnehmen darf.
campaign-gate-no-mail = Dieser Dienst hat noch keinen Mailserver, deshalb könnte niemand einen Code bekommen. Nennen Sie einen in den Einstellungen, oder wählen Sie einen anderen Weg.
campaign-gate-no-login = Dieser Dienst hat noch kein Login, deshalb käme niemand durch. Nennen Sie eines in den Einstellungen, oder wählen Sie einen anderen Weg.
campaign-why = Warum ändern Sie sie?
campaign-reason = Begründung
campaign-reason-hint = Alle lesen sie neben der Änderung.
campaign-reason-missing = Schreiben Sie die Begründung. Wer eine offene Kampagne ändert, begründet es.
campaign-draft-note = Sie wird ein Entwurf. Niemand sonst sieht ihn, bis Sie sie öffnen.
campaign-public-note = Die Änderung ist sofort öffentlich und wird ein Eintrag im Verzeichnis.
campaign-make = Kampagne anlegen
campaign-save = Änderungen speichern
campaign-publish-change = Änderung veröffentlichen
campaign-discard = Verwerfen
campaign-preview = Vorschau neu zeigen
campaign-seen = So sieht es die Öffentlichkeit
campaign-record-note = Wenn Sie sie öffnen, werden Frage, Tage und Regeln die ersten Einträge ihres Verzeichnisses.
campaign-change = Regeln ändern
campaign-edit = Entwurf ändern
campaign-look = So ansehen wie die Öffentlichkeit
campaign-do = Was Sie tun können
campaign-draft = Das ist ein Entwurf
campaign-still = Niemand sonst sieht ihn. Bevor Sie die Kampagne öffnen können:
campaign-open-note = Niemand sonst sieht ihn. Wenn Sie die Kampagne öffnen, werden Frage, Tage und Regeln die ersten Einträge ihres Verzeichnisses.
campaign-open = Kampagne öffnen
campaign-not-opened = Noch nicht geöffnet.
campaign-is-open = Die Kampagne ist offen
campaign-is-before = Alle können sie lesen. Sie beginnt am { $day }
campaign-is-closed = Die Kampagne ist geschlossen
campaign-is-closed-note = Niemand kann mehr teilnehmen. Zu lesen bleibt sie unter
campaign-at = Die Öffentlichkeit findet sie unter
campaign-close = Vor dem letzten Tag schließen
campaign-close-note = Von da an kann niemand mehr teilnehmen, und sie lässt sich nicht wieder öffnen. Im Verzeichnis steht, wann sie geschlossen wurde.
campaign-close-now = Kampagne schließen

campaign-codes = Codes
campaign-codes-made = { $made ->
    [0] Noch keiner wurde gemacht.
    [one] Ein Code wurde gemacht.
   *[other] { $made } Codes wurden gemacht.
}
campaign-codes-used = { $used ->
    [0] Keiner wurde benutzt.
    [one] Einer wurde benutzt.
   *[other] { $used } wurden benutzt.
}
campaign-codes-how-many = Wie viele noch?
campaign-codes-hint = Höchstens { $most } auf einmal. Sie sehen sie ein Mal: als Datei und als Bogen zum Drucken.
campaign-codes-make = Codes machen
campaign-codes-none-made = Es wurden keine Codes gemacht
campaign-codes-wrong = Schreiben Sie als Zahl von 1 bis { $most }, wie viele.

sheet-title = Neue Codes
sheet-made = { $count ->
    [one] Ein neuer Code
   *[other] { $count } neue Codes
}
sheet-lead = Jeder öffnet die Pforte ein Mal. Sie erfahren nie, welche Stimme von welchem Code kam.
sheet-once = Heben Sie sie jetzt auf. Aufbewahrt werden nur versiegelte Summen, deshalb kann sie Ihnen niemand noch einmal zeigen.
sheet-save = Als Datei speichern
sheet-print = Den Bogen drucken
sheet-slips = Ein Zettel für jeden Menschen
sheet-slip = Ihr Code. Tippen Sie ihn unter der Adresse unten ein, oder öffnen Sie die ganze Adresse:

changes-title = Die Regeln und ihre Änderungen
changes-first = Die Kampagne wurde mit ihren ersten Regeln geöffnet.
changes-reason = Die Regeln wurden geändert. Begründung:
changes-entry = Eintrag { $number } im Verzeichnis
changes-receipt = Beleg für diese Regeln
changes-soon = Hier gespeichert. Der Eintrag im Verzeichnis folgt in Sekunden.

public-draft = Das ist ein Entwurf, so wie ihn die Öffentlichkeit sehen wird. Noch sieht ihn niemand sonst.
public-back = Zurück zur Kampagne
public-not-in = Diese Kampagne gibt es nicht auf { $language }.
public-read-in = Zu lesen ist sie auf
public-part = Teilnehmen
public-voice = Meine Stimme holen
public-closed = Diese Kampagne ist geschlossen
public-closed-note = Niemand kann mehr teilnehmen.
public-closed-report = Niemand kann mehr teilnehmen. Der Bericht kommt am { $day }.
public-report = Der Bericht kommt am { $day }.
