## Wörter der Vorhalle und des Raums. $instance ist der Name dieses Dienstes.

close = Schließen
copy-link = Link kopieren
copied = Der Link ist kopiert.
copy-refused = Der Browser hat das Kopieren nicht erlaubt. Der Link ist markiert: Kopieren Sie ihn mit der Tastatur oder dem Menü.
link-label = Link zu diesem Raum
link-hint = Wer ihn hat, kann teilnehmen.
try-again = Noch einmal versuchen

## Vorhalle

lobby-title = Bevor Sie teilnehmen
lobby-opening = Der Raum wird gesucht
lobby-people = { $people ->
    [0] Noch ist niemand im Raum.
    [one] Ein Mensch ist im Raum.
   *[other] { $people } Menschen sind im Raum.
}
lobby-full = Der Raum ist voll.
lobby-full-text = Er fasst { $capacity } Menschen. Sie können teilnehmen, sobald jemand geht.
lobby-locked = Der Raum ist abgeschlossen.
lobby-locked-text = Sie können darum bitten, eingelassen zu werden. Wer drinnen ist, sieht Ihren Namen und entscheidet.
lobby-act-locked = Um Einlass bitten
lobby-knocking = Sie warten darauf, eingelassen zu werden.
lobby-knocking-text = Sobald jemand Ja sagt, kommen Sie unter dem Namen { $name } hinein. Bis dahin hören Sie nichts.
lobby-act-knocking = Nicht mehr warten
lobby-declined = Gerade nicht.
lobby-declined-text = Jemand drinnen hat geantwortet, dass es jetzt nicht passt. Sie können noch einmal bitten.
lobby-act-declined = Noch einmal bitten
lobby-before-knock = Nur Ihr Name wird gesendet, verschlüsselt für die, die drinnen sind.
lobby-devices = Kamera und Mikrofon
lobby-only-you = Das sehen nur Sie
lobby-asking = Der Browser fragt, ob diese Seite sie benutzen darf.
lobby-starting = Wird gestartet
lobby-camera-off = Ihre Kamera ist aus
lobby-choose = Geräte wählen
lobby-name = Ihr Name im Raum
lobby-name-hint = Die anderen sehen ihn. Es muss nicht Ihr richtiger sein.
lobby-name-missing = Schreiben Sie zuerst einen Namen. Jeder ist recht.
lobby-name-long = Der Name ist zu lang. Er kann { $limit } Zeichen haben.
lobby-how = Wie möchten Sie teilnehmen?
lobby-how-camera = Mit Kamera und Ton
lobby-how-sound = Nur mit Ton
lobby-how-sound-hint = Man hört Sie und sieht Sie nicht
lobby-how-text = Nur mit Text
lobby-how-text-hint = Mitlesen und mitschreiben, ohne Mikrofon
lobby-join = Am Gespräch teilnehmen
lobby-joining = Sie kommen hinein…
lobby-before = Nichts, was Sie sagen oder zeigen, wird vorher gesendet.
lobby-facts = Gut zu wissen
lobby-fact-encrypted = Verschlüsselt zwischen den Menschen in Ihrem Raum. { $instance } kann nicht mithören, auch die Rechner dort nicht.
lobby-fact-recording = Folkmoot zeichnet nicht auf. Wir können niemanden daran hindern, auf dem eigenen Gerät aufzunehmen.
lobby-fact-host = Wer den Raum eröffnet hat, kann Menschen einlassen und jemanden entfernen. Niemand kann Ihr Mikrofon einschalten.
lobby-protection = Was geschützt ist und was nicht

device-microphone = Mikrofon
device-camera = Kamera
device-microphone-on = Mikrofon an
device-microphone-off = Mikrofon aus
device-camera-on = Kamera an
device-camera-off = Kamera aus
device-none = Keines gefunden
device-unnamed = Gerät { $number }
device-title = Geräte
device-level = Pegel des Mikrofons
device-works = Ihr Mikrofon funktioniert
device-say = Sagen Sie etwas zur Probe
device-silent = Ihr Mikrofon ist aus
device-speaker = Ton kommt aus
device-replaced = Jetzt wird ein anderes Mikrofon benutzt.

processing-title = Ihr Ton
processing-echo = Echo entfernen
processing-echo-hint = Nur mit Kopfhörern ausschalten
processing-noise = Geräusche mindern
processing-noise-hint = Für Musik ausschalten

## Wie viel geladen wird

load-title = Was geladen wird
load-all = Alle Bilder
load-all-hint = So groß, wie sie gezeigt werden
load-small = Kleine Bilder
load-small-hint = Für eine langsame Leitung; auch Sie senden ein kleines
load-sound = Nur Ton
load-sound-hint = Keine Bilder, und Ihre Kamera ist aus
load-pictures = Bilder zeigen
sound-only-note = Nur Ton. Es werden keine Bilder geladen.
weak-title = Schwache Verbindung.
weak-text = Ton und Bilder können für Momente stehen bleiben. Wird weniger geladen, bleibt der Ton.
not-now = Jetzt nicht

## Was zwischen einem Menschen und seinen Geräten steht.

problem-refused-microphone = Der Browser hat das Mikrofon verweigert.
problem-refused-camera = Der Browser hat die Kamera verweigert.
problem-refused-both = Der Browser hat Kamera und Mikrofon verweigert.
problem-missing-microphone = Es wurde kein Mikrofon gefunden.
problem-missing-camera = Es wurde keine Kamera gefunden.
problem-missing-both = Es wurden weder Kamera noch Mikrofon gefunden.
problem-missing-text = Schließen Sie eines an und versuchen Sie es noch einmal, oder nehmen Sie ohne teil.
problem-in_use-microphone = Das Mikrofon wird anderswo benutzt.
problem-in_use-camera = Die Kamera wird anderswo benutzt.
problem-in_use-both = Kamera und Mikrofon werden anderswo benutzt.
problem-in_use-text = Schließen Sie das andere Programm oder den anderen Tab und versuchen Sie es dann noch einmal. Sie können auch ohne teilnehmen.
problem-failed-microphone = Das Mikrofon ließ sich nicht starten.
problem-failed-camera = Die Kamera ließ sich nicht starten.
problem-failed-both = Kamera und Mikrofon ließen sich nicht starten.
problem-failed-text = Ziehen Sie das Gerät ab und stecken Sie es wieder an, oder wählen Sie ein anderes. Sie können auch ohne teilnehmen.
problem-allow-chrome = In Chrome: Drücken Sie das Zeichen vor der Adresse, schalten Sie Kamera und Mikrofon ein und versuchen Sie es dann noch einmal.
problem-allow-edge = In Edge: Drücken Sie das Schloss vor der Adresse, stellen Sie Kamera und Mikrofon auf Zulassen und versuchen Sie es dann noch einmal.
problem-allow-firefox = In Firefox: Drücken Sie die durchgestrichene Kamera oder das Mikrofon vor der Adresse, entfernen Sie die Sperre und versuchen Sie es dann noch einmal.
problem-allow-safari = In Safari auf dem Mac: Öffnen Sie das Menü Safari, dann Einstellungen für diese Website, erlauben Sie Kamera und Mikrofon und versuchen Sie es dann noch einmal.
problem-allow-ios = Auf iPhone oder iPad: Drücken Sie das Zeichen neben der Adresse, öffnen Sie Website-Einstellungen, erlauben Sie Kamera und Mikrofon und versuchen Sie es dann noch einmal. Bleibt es verweigert, öffnen Sie Einstellungen, Apps, Ihren Browser und erlauben Sie es dort.
problem-allow-android = Auf Android: Drücken Sie das Zeichen vor der Adresse, öffnen Sie Berechtigungen, erlauben Sie Kamera und Mikrofon und versuchen Sie es dann noch einmal. Bleibt es verweigert, öffnen Sie die Einstellungen des Telefons, Apps, Ihren Browser, Berechtigungen.
problem-allow-other = Öffnen Sie in Ihrem Browser die Einstellungen dieser Website, erlauben Sie Kamera und Mikrofon und versuchen Sie es dann noch einmal.

## Das Zeichen für die Verschlüsselung: ganz, und kurz für das Telefon

badge-setting_up = Verschlüsselung wird eingerichtet
badge-setting_up-short = Wird eingerichtet
badge-on = { $people ->
    [one] Verschlüsselt, Sie sind allein
   *[other] Verschlüsselt für diese { $people } Menschen
}
badge-on-short = Verschlüsselt
badge-compared = Verschlüsselt, Wörter verglichen
badge-compared-short = Verglichen
badge-changed-joined = Neue Wörter: { $name } ist gekommen
badge-changed-joined-unnamed = Neue Wörter: Jemand ist gekommen
badge-changed-left = Neue Wörter: { $name } ist gegangen
badge-changed-left-unnamed = Neue Wörter: Jemand ist gegangen
badge-changed-short = Neue Wörter
badge-differ = Wörter verschieden: Ton und Bild angehalten
badge-differ-short = Wörter verschieden
badge-forked = Verschiedene Gespräche: Ton und Bild angehalten
badge-forked-short = Verschiedene Gespräche
badge-lost = Nicht verschlüsselt: Ton und Bild angehalten
badge-lost-short = Nicht verschlüsselt

## Der Dialog dahinter

safety-title = { $people ->
    [one] Verschlüsselt, Sie sind allein
   *[other] Verschlüsselt für diese { $people } Menschen
}
safety-setting-up = Verschlüsselung wird eingerichtet
safety-setting-up-text = Noch wird nichts gesendet oder gezeigt.
safety-lost-text = Ohne Verschlüsselung wird nichts gesendet.
safety-who = Nur die Menschen in diesem Raum können es sehen, hören oder lesen. { $instance } betreibt die Rechner und kann es nicht.
safety-compare = Prüfen Sie, ob jemand mithört
safety-compare-text = { $people ->
    [one] Sobald jemand dazukommt, liest einer von Ihnen die Wörter vor. Sehen beide dieselben sechs, dann haben nur Sie beide die Schlüssel.
   *[other] Jemand liest die Wörter vor. Sehen alle dieselben sechs, dann haben nur die { $people } Menschen auf Ihrer Liste die Schlüssel.
}
safety-words = Sicherheitswörter
safety-digits = Dasselbe als Ziffern
safety-wait = Die Wörter werden berechnet.
safety-change = Die Wörter ändern sich, wenn jemand kommt oder geht.
safety-last-joined = Letzte Änderung { $time }, als { $name } kam.
safety-last-joined-unnamed = Letzte Änderung { $time }, als jemand kam.
safety-last-left = Letzte Änderung { $time }, als { $name } ging.
safety-last-left-unnamed = Letzte Änderung { $time }, als jemand ging.
safety-match = Die Wörter stimmen überein
safety-no-match = Sie stimmen nicht überein
safety-not = Was nicht geschützt ist
safety-not-recording = Jemand hier kann auf dem eigenen Gerät aufnehmen.
safety-not-link = Nur wer den Link hat, kann teilnehmen, und wer ihn hat, kann es.
safety-not-names = Die Menschen wählen ihre Namen selbst. Niemand hat sie geprüft.
safety-not-presence = { $instance } kann sehen, dass Sie hier sind, von wann bis wann, und wer Ton sendet. Nicht, was Sie sagen.
safety-not-page = Die Seite selbst kommt von { $instance }. Eine veränderte Seite könnte mithören.
safety-not-left = Bis zu fünf Sekunden nach dem Gehen kann jemand noch hören.

differ-title = Die Wörter stimmen nicht überein
differ-text = Vielleicht hört jemand mit, oder einer von Ihnen verbindet sich noch. Ihr Mikrofon und Ihre Kamera sind vorerst aus.
differ-wait = Warten Sie zehn Sekunden und lesen Sie die Wörter noch einmal.
differ-leave = Sind sie immer noch verschieden, verlassen Sie den Raum. Sagen Sie es den anderen auf einem anderen Weg als über diese Seite.
differ-again = Die Wörter noch einmal zeigen
differ-out = Den Raum verlassen
forked-text = Was Sie hier lesen und sehen, ist nicht, was die anderen lesen und sehen. Ihr Mikrofon und Ihre Kamera sind vorerst aus. Verlassen Sie den Raum. Sagen Sie es den anderen auf einem anderen Weg als über diese Seite.

## Raum

room-heading = Gespräch
room-where = Wer den Link hat, kann teilnehmen
room-where-locked = Abgeschlossen: Wer kommt, wartet auf Einlass
room-stage = Die Menschen im Raum
room-controls = Bedienung
room-queue = Wer als Nächstes spricht
room-alone = Sie sind als Erste oder Erster hier.
room-alone-text = Schicken Sie den anderen den Link. Sie kommen herein, sobald sie ihn haben.
room-alone-locked = Außer Ihnen ist niemand hier.
room-sound-blocked = Der Browser hält den Ton zurück.
room-sound-play = Ton abspielen
room-dropped = Ihre Verbindung ist unterbrochen.
room-dropped-text = Es wird weiter versucht. Die anderen hören nichts von Ihnen, bis Sie wieder in der verschlüsselten Gruppe sind.
room-back = Sie sind wieder verbunden.
room-joined = { $name } ist gekommen.
room-left = { $name } ist gegangen.
room-next = Sie sind als Nächstes dran.

control-mute = Stumm
control-unmute = Ton an
control-camera-start = Kamera an
control-camera-stop = Kamera aus
control-ask = Melden
control-unask = Zurückziehen (Platz { $place })
control-chat = { $count ->
    [0] Chat
   *[other] Chat, { $count } neu
}
control-more = Mehr
control-type = Stattdessen tippen
control-people = Menschen und Link
control-leave = Verlassen
control-busy = Moment…

## Ein geteilter Bildschirm, jemand angeheftet

share-start = Bildschirm teilen
share-stop = Nicht mehr teilen
share-own = Sie teilen Ihren Bildschirm.
share-own-text = Alle im Raum sehen ihn.
share-own-sound = Alle im Raum sehen ihn und hören seinen Ton.
share-begun = { $name } teilt einen Bildschirm.
share-ended = { $name } teilt den Bildschirm nicht mehr.
share-shows = { $name } zeigt einen Bildschirm
share-caption = Bildschirm von { $name }
share-show = Bildschirm von { $name } zeigen
share-coming = Der Bildschirm ist unterwegs.
share-unseen = Es ist nur Ton gewählt, darum wird er nicht geladen.
share-refused = Das System lässt den Browser den Bildschirm nicht zeigen.
share-refused-text = Erlauben Sie Ihrem Browser in den Einstellungen des Systems unter Datenschutz, den Bildschirm aufzunehmen. Starten Sie den Browser danach neu.
share-failed = Der Bildschirm konnte nicht geteilt werden.
share-failed-text = Versuchen Sie es noch einmal, oder wählen Sie ein anderes Fenster.
pin-on = Anheften
pin-off = Lösen
pin-shown = { $name }, für Sie angeheftet
large-on = Große Ansicht
large-off = Zurück in den Raum

## Tasten. Ein einzelner Buchstabe tut, was daneben steht.

keyboard-title = Tastatur
keyboard-single = Einzelne Tasten in diesem Raum benutzen
keyboard-single-hint = Zuerst aus, damit nichts aus Versehen geschieht. Beim Schreiben sind es Buchstaben.
keyboard-always = Diese gehen immer
keyboard-tab = Tab
keyboard-tab-does = Zum nächsten Knopf oder Feld
keyboard-enter = Eingabe
keyboard-enter-does = Einen Knopf drücken, eine Nachricht senden
keyboard-arrows = Pfeile
keyboard-arrows-does = Zwischen Chat und Menschen
keyboard-escape = Esc
keyboard-escape-does = Ein Fenster schließen, die große Ansicht verlassen
key-microphone = Stumm oder Ton an
key-camera = Kamera an oder aus
key-hand = Melden oder zurückziehen
key-type = Tippen statt sprechen
key-share = Bildschirm teilen oder nicht mehr
key-large = Große Ansicht von dem, was gezeigt wird
key-chat = Im Chat schreiben
key-people = Menschen und Link
key-safety = Sicherheitswörter
key-keyboard = Diese Liste

tile-you = { $name } (Sie)
tile-speaking = Spricht
tile-hand = { $place ->
    [1] Als Nächstes
    [2] Platz zwei
    [3] Platz drei
   *[other] Platz { $place }
}
tile-weak = Schwache Verbindung
tile-shares = Zeigt Bildschirm
tile-muted = Mikrofon aus
tile-unmuted = Mikrofon an
tile-joining = { $name } kommt herein
tile-joining-unnamed = Jemand kommt herein
tile-joining-text = Schlüssel werden ausgetauscht
tile-reconnecting = { $name } verbindet sich neu
tile-reconnecting-text = Der Platz bleibt zwei Minuten frei.
tile-outside = Nicht in der verschlüsselten Gruppe
tile-outside-text = Jemand ist ohne die Schlüssel verbunden. Von dort wird nichts gezeigt, und dorthin geht nichts von Ihnen.
tile-unnamed = Noch kein Name
tile-creator = hat den Raum eröffnet
tile-moderator = Moderation

queue-speaking = Es spricht
queue-nobody = Niemand spricht
queue-next = Als Nächstes:
queue-then = Danach:
queue-typing = { $name } tippt

panel-label = Chat und Menschen
panel-chat = Chat
panel-chat-new = Chat, { $count } neu
panel-people = Menschen
panel-close = Leiste schließen

chat-log = Nachrichten
chat-empty = Noch hat niemand geschrieben. Was Sie hier schreiben, ist verschlüsselt wie der Ton.
chat-label = Nachricht an den Raum
chat-keys = Eingabe sendet, Umschalt und Eingabe beginnen eine neue Zeile.
chat-send = Senden
chat-sending = Wird gesendet
chat-you = Sie
chat-left = { $count ->
    [one] Noch ein Zeichen
   *[other] Noch { $count } Zeichen
}
chat-over = { $count ->
    [one] Ein Zeichen zu viel
   *[other] { $count } Zeichen zu viel
}
chat-away = Sie sind nicht verbunden. Senden Sie es, wenn Sie zurück sind.

people-note = { $people ->
    [one] Nur Sie haben die Schlüssel. Sonst ist niemand im Raum.
   *[other] Diese { $people } haben die Schlüssel. Sonst ist niemand im Raum.
}
people-outside = { $count ->
    [one] Eine Verbindung hat keine Schlüssel. Sie bekommt nichts von diesem Gespräch.
   *[other] { $count } Verbindungen haben keine Schlüssel. Sie bekommen nichts von diesem Gespräch.
}
people-creator = Hat den Raum eröffnet: kann jemanden entfernen
people-moderator = Moderation: kann jemanden entfernen
people-more = { $name }: mehr
people-typing = Tippt, statt zu sprechen
people-locked = Der Raum ist abgeschlossen. Wer kommt, wartet, bis die Moderation öffnet.
people-muted = Mikrofon aus
people-unmuted = Mikrofon an
people-camera = Kamera an
people-shares = Teilt den Bildschirm

## Die Tür, und was die Moderation entscheidet

knock-one = { $name } möchte herein.
knock-one-text = { $name } hat den Link und hört nichts, bis jemand von Ihnen Ja sagt.
knock-many = { $count ->
    [one] Eine Person möchte herein.
   *[other] { $count } möchten herein.
}
knock-many-text = Sie haben den Link und hören nichts, bis jemand von Ihnen Ja sagt.
knock-show = Anzeigen
knock-admit = { $name } einlassen
knock-section = Möchte herein
order-title = Der Raum
order-open = Wer den Link hat, kann eintreten.
order-lock = Raum abschließen
order-unlock = Raum aufschließen
order-end = Für alle beenden
end-title = Das Gespräch für alle beenden?
end-text = Alle verlassen den Raum, und er wird gelöscht. Danach kann niemand mehr öffnen, was gesagt wurde.
cancel = Abbrechen
person-mute = Um Stummschalten bitten
person-mute-hint = { $name } sieht, dass Sie darum bitten, und entscheidet.
person-appoint = Zur Moderation machen
person-appoint-hint = Kann einlassen, jemanden entfernen, den Raum abschließen und beenden.
person-dismiss = Nicht mehr Moderation
person-remove = Aus dem Raum entfernen
person-remove-title = { $name } entfernen?
person-remove-text = { $name } verliert die Schlüssel und kann nicht zurückkommen. Der Raum bekommt einen anderen Link: Senden Sie ihn allen, die noch kommen sollen.
person-remove-delay = Bis zu fünf Sekunden danach kann diese Person noch mithören.
person-remove-yes = { $name } entfernen
mute-asked = { $name } bittet Sie, sich stummzuschalten.
mute-asked-text = Sie entscheiden. Niemand kann Ihr Mikrofon ein- oder ausschalten.
news-link = Der Raum hat jetzt einen anderen Link. Der alte öffnet nichts mehr.
news-appointed = Sie gehören jetzt zur Moderation: Sie können einlassen, jemanden entfernen, den Raum abschließen und beenden.
news-dismissed = Sie gehören nicht mehr zur Moderation.
news-locked = Der Raum ist jetzt abgeschlossen.
news-unlocked = Der Raum ist wieder offen für alle mit dem Link.
news-typing = { $name } tippt, statt zu sprechen.
news-hand = { $name } möchte sprechen.
news-chat = { $name } hat im Chat geschrieben.
news-back = { $name } ist wieder verbunden.

## Text, während er getippt wird, neben dem Gesprochenen

typed-label = Getippt statt gesprochen
typed-line = { $name } tippt:
typed-own = Was Sie tippen, statt zu sprechen
typed-own-hint = Die anderen lesen jeden Buchstaben, sobald Sie ihn schreiben. Die Eingabetaste beendet die Zeile, Esc nimmt sie zurück.

## Nach dem Raum

left-title = Sie haben den Raum verlassen
left-text = Ihre Schlüssel dafür sind in diesem Browser gelöscht. Einige Minuten nachdem alle gegangen sind, wird der Raum gelöscht, und niemand kann öffnen, was gesagt wurde.
left-again = Wieder teilnehmen
left-home = Zurück zum Anfang
failed-code = Code

unsupported-text = { $browser } { $version } kann Video nicht für eine Gruppe verschlüsseln, darum bleibt der Raum dafür geschlossen. Nichts wurde gesendet.
unsupported-needs = Es geht in { $browser } { $needs } und neueren.
unsupported-others = Es geht in aktuellen Fassungen von Chrome, Edge, Firefox und Safari.
unsupported-insecure = Diese Seite kam ohne https, darum gibt der Browser ihr weder Schlüssel noch Geräte. Öffnen Sie sie mit https am Anfang der Adresse.
