## Wörter der Seiten, die der Server schreibt. $instance ist der Name dieses Dienstes, $host die Adresse, unter der er zu erreichen ist.

site-skip = Zum Inhalt springen
site-language = Sprache
site-footer = Über diesen Dienst
site-protection = Was geschützt ist und was nicht
site-accessibility = Barrierefreiheit
site-home = Zurück zum Anfang

home-title = Was möchten Sie tun?
home-join = An einem Gespräch teilnehmen
home-join-hint = Fügen Sie den Link ein, den Sie bekommen haben.
home-join-action = Teilnehmen
home-start = Jetzt ein Gespräch beginnen
home-start-hint = { $others ->
    [one] Sie bekommen einen Link, den Sie mit einem weiteren Menschen teilen können. Ohne Konto, ohne App.
   *[other] Sie bekommen einen Link, den Sie mit bis zu { $others } anderen teilen können. Ohne Konto, ohne App.
}
home-start-action = Gespräch beginnen
home-noscript = Gespräche brauchen JavaScript, denn verschlüsselt wird in Ihrem Browser. In diesem Browser ist es ausgeschaltet.
home-promises = Worauf Sie sich verlassen können
home-hear = Wer Sie hören kann
home-hear-text = Nur die Menschen in Ihrem Raum. { $instance } betreibt die Rechner und kann nicht mithören.
home-hear-link = Was nicht geschützt ist
home-kept = Was aufbewahrt wird
home-kept-text = Keine Aufzeichnung und kein Konto. Einige Minuten nachdem alle gegangen sind, wird der Raum gelöscht.
home-else = Wer sonst davon erfährt
home-else-text = Diese Seite verbindet sich mit niemandem außer { $host }. Keine Zählung, keine Schriften, keine Bilder von anderswo.

room-title = Gespräch
room-opening = Das Gespräch wird geöffnet
room-noscript = Ein Gespräch braucht JavaScript, denn verschlüsselt wird in Ihrem Browser. In diesem Browser ist es ausgeschaltet.

protection-title = Was geschützt ist und was nicht
protection-lead = Je eine Zeile, und woher wir es wissen. Die Tests sind Teil des Programms.
protection-what = Was
protection-state = Stand
protection-words = In Worten
protection-tested = Wie es geprüft wird
protection-tested-short = Geprüft
protection-yes = Geschützt
protection-part = Zum Teil
protection-no = Nicht geschützt
protection-nothing = Nichts zu prüfen.

protection-room = In einem Raum
protection-content = Was Sie sagen, zeigen und schreiben
protection-content-words = In Ihrem Browser verschlüsselt für die Menschen in Ihrem Raum. { $instance } reicht es weiter und kann es nicht öffnen.
protection-content-tested = Eine Verbindung ohne Schlüssel empfängt ein Testgespräch und kann nichts davon zeigen. Markierte Wörter werden in Datenbank, Protokollen und Datenverkehr des Servers gesucht: nicht gefunden, während eine Gegenprobe, die gefunden werden muss, gefunden wird.
protection-unseen = Dass niemand unbemerkt mithört
protection-unseen-words = Die Liste der Menschen ist die Liste der Schlüssel. Eine zusätzliche Verbindung bekommt weder Bild noch Ton und erscheint als „nicht in der verschlüsselten Gruppe“.
protection-unseen-tested = Ein unehrlicher Server schaltet die Verschlüsselung einer Spur aus und benennt einen Menschen um. Beides lässt nichts nach außen.
protection-entry = Wer hereinkommt
protection-entry-words = Nur wer den Link hat, kann teilnehmen, und wer ihn hat, kann es. Die sechs Wörter zeigen, dass nur die Menschen auf Ihrer Liste Schlüssel haben, nicht wer sie sind.
protection-entry-tested = Ein falscher Link wird abgewiesen und lässt den Raum, wie er war.
protection-change = Bevor Sie kamen, nachdem Sie gingen
protection-change-words = Immer wenn jemand kommt oder geht, gibt es neue Schlüssel. Bis zu fünf Sekunden nach dem Gehen kann jemand noch hören.
protection-change-tested = Wer gegangen ist, kann nichts zeigen, was später gesendet wurde; wer gekommen ist, nichts, was vorher gesendet wurde.
protection-names = Namen
protection-names-words = Die Menschen wählen ihre Namen selbst. Niemand hat sie geprüft.
protection-recording = Aufnahmen durch jemanden im Raum
protection-recording-words = Wir können niemanden daran hindern, einen Bildschirm abzufilmen.
protection-presence = Dass Sie da sind
protection-presence-words = { $instance } kann sehen, dass Ihre Verbindung in einem Raum ist, von wann bis wann, und wer Ton sendet. Nicht, was Sie sagen, und nicht Ihren Namen.
protection-presence-tested = Datenbank und Protokolle des Servers werden nach einem Testgespräch auf Namen und Nachrichten durchsucht.
protection-forging = Wessen Stimme es ist
protection-forging-words = Jemand in Ihrem Raum könnte, zusammen mit dem Server, Ton oder Bild als das eines anderen ausgeben oder einen Augenblick davon wiederholen.

protection-service = Der Dienst und seine Rechner
protection-third = Keine Dritten
protection-third-words = Diese Seiten verbinden sich mit { $host } und mit niemandem sonst.
protection-third-tested = Ein ganzes Gespräch wird in einem abgeschlossenen Netz geführt und jedes Paket angesehen. Geht eines an jemand anderen, gilt das Programm als fehlerhaft.
protection-watching = Keine Beobachtung von Gesichtern, Stimmen oder Aufmerksamkeit
protection-watching-words = Der Server hat weder Bild noch Ton, die er ansehen könnte. Eine solche Funktion gibt es nicht.
protection-watching-tested = Derselbe Test wie für das, was Sie sagen.
protection-page = Die Seite selbst
protection-page-words = Sie kommt von { $instance }. Eine veränderte Seite könnte mithören.
protection-library = Die Bibliothek für die Gruppenschlüssel
protection-library-words = Noch niemand von außen hat sie untersucht.
protection-library-tested = Ein zweites, unabhängig geschriebenes Programm (mls-rs) tritt unseren Gruppen bei und kommt auf dieselben Schlüssel.
protection-device = Ihr Gerät, und wer Ihnen über die Schulter sieht
protection-device-words = Vor einem Programm auf Ihrem eigenen Telefon oder Rechner schützt hier nichts.
protection-blocking = Jemand sperrt den Dienst
protection-blocking-words = { $instance }, ein Netz oder ein Staat kann ihn abschalten. Mitlesen können sie nicht.

accessibility-title = Barrierefreiheit
accessibility-lead = Diese Seiten sind nach WCAG 2.2, Stufe AA gebaut. Hier steht, was geprüft wird und was fehlt.
accessibility-checked = Was geprüft wird
accessibility-checked-axe = Jede Seite und jeder Zustand eines Raums wird bei jeder Änderung von einem Programm (axe-core) untersucht, hell und dunkel, in beiden Schreibrichtungen.
accessibility-checked-keyboard = Ein ganzes Gespräch wird nur mit der Tastatur geführt.
accessibility-checked-zoom = Text lässt sich auf 400 Prozent vergrößern.
accessibility-missing = Was fehlt
accessibility-missing-captions = Es gibt keine Untertitel. Alle können jederzeit im Chat schreiben und auch nur mit Text teilnehmen.
accessibility-missing-people = Noch keine Gruppe von Menschen, die einen Screenreader benutzen, hat es erprobt.
accessibility-tell = Sie sind auf ein Hindernis gestoßen
accessibility-tell-text = Sagen Sie es denen, die Sie eingeladen haben oder diesen Dienst betreiben: die Adresse der Seite und was Sie tun wollten.

error-code = Code
error-not-found = Diese Seite gibt es nicht
error-not-found-text = Die Adresse kann vertippt oder der Link abgeschnitten sein. Ein Link zu einem Gespräch hat hinter dem Zeichen # noch einen Teil.
error-gone = Dieses Gespräch ist vorbei
error-gone-text = Es ist gelöscht. Niemand kann öffnen, was gesagt wurde.
error-busy = Zu viele Anfragen von Ihrer Verbindung
error-busy-text = { $minutes ->
    [0] Warten Sie einen Augenblick und versuchen Sie es dann noch einmal.
    [one] Versuchen Sie es in einer Minute noch einmal.
   *[other] Versuchen Sie es in { $minutes } Minuten noch einmal.
}
error-refused = Diese Anfrage lässt sich nicht beantworten
error-refused-text = Sie hat nicht die Form, die dieser Dienst versteht.
error-server = Auf dem Server ist etwas schiefgegangen
error-server-text = Es lag nicht an Ihnen. Versuchen Sie es in einer Minute noch einmal. Bleibt es so, nennen Sie denen, die diesen Dienst betreiben, den Code darunter.
