## Wörter der Seiten, die der Server schreibt. $instance ist der Name dieses Dienstes, $host die Adresse, unter der er zu erreichen ist.

site-skip = Zum Inhalt springen
site-language = Sprache
site-pages = Seiten
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
home-campaigns = Kampagnen von { $instance }
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

accessibility-title = Barrierefreiheit
accessibility-lead = Diese Seiten sind nach WCAG 2.2, Stufe AA gebaut. Hier steht, was geprüft wird und was fehlt.
accessibility-checked = Was geprüft wird
accessibility-checked-axe = Jede Seite und jeder Zustand eines Raums wird bei jeder Änderung von einem Programm (axe-core) untersucht, hell und dunkel, in beiden Schreibrichtungen.
accessibility-checked-keyboard = Ein ganzes Gespräch wird nur mit der Tastatur geführt.
accessibility-checked-told = Was in einem Raum geschieht, wird Screenreadern sofort gesagt, auch wenn ein Dialog offen ist. Ein Programm liest es aus dem Barrierefreiheitsbaum des Browsers.
accessibility-checked-zoom = Auf 400 Prozent vergrößert ist nichts abgeschnitten, und alles ist durch Scrollen in einer Richtung erreichbar.
accessibility-checked-colours = In den Farben Ihres eigenen Systems wird alles durch Linien und Wörter gesagt. Nichts bewegt sich, wenn Ihr System weniger Bewegung verlangt.
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
error-not-allowed = Das tun hier andere
error-not-allowed-text = Sie sind angemeldet, aber so weit reicht Ihre Rolle in dieser Kampagne nicht. Fragen Sie jemanden, der sie führt.
error-changed = Jemand anderes war schneller
error-changed-text = Diese Kampagne wurde geändert, geöffnet oder geschlossen, seit Sie sie angesehen haben. Öffnen Sie die Seite noch einmal und sehen Sie, was jetzt dort steht.
error-no-campaign = Diese Kampagne gibt es nicht
error-no-campaign-text = Die Adresse kann vertippt sein. Eine Kampagne, die noch niemand geöffnet hat, sehen nur die, die sie vorbereiten.
error-login = Diese Anmeldung ist vorbei
error-login-text = Sie wurde vor zu langer Zeit begonnen, ist schon beendet oder gehört zu einem anderen Browser. Nichts wurde verbraucht. Öffnen Sie die Seite der Kampagne und fangen Sie noch einmal an.
error-origin = Dieses Formular kam von einer anderen Seite
error-origin-text = Darum ist nichts geschehen. Öffnen Sie die Seite dieses Dienstes, füllen Sie es dort aus und schicken Sie es noch einmal.
error-server = Auf dem Server ist etwas schiefgegangen
error-server-text = Es lag nicht an Ihnen. Versuchen Sie es in einer Minute noch einmal. Bleibt es so, nennen Sie denen, die diesen Dienst betreiben, den Code darunter.

mail-code-subject = Ihr Code für: { $question }
mail-code-intro = Jemand, hoffentlich Sie, hat mit dieser E-Mail-Adresse einen Code angefordert, um teilzunehmen. Das ist der Code:
mail-code-link = Sie können ihn auf der Seite eingeben, von der Sie kommen, oder diese Adresse öffnen:
mail-code-end = Der Code öffnet den Eingang einmal, bis morgen Abend um Mitternacht. Ihre Adresse wird nicht aufbewahrt. Wenn Sie ihn nicht angefordert haben, tun Sie nichts: Ohne den Code nimmt niemand in Ihrem Namen teil.
