## Wörter des Skripts auf der Startseite.

home-starting = Wird begonnen…
home-empty = Das Feld ist leer. Fügen Sie den Link ein, den Sie bekommen haben.
home-not-a-link = Das ist kein Link zu einem Gespräch. Er muss aussehen wie { $example }.
home-elsewhere = Dieser Link führt zu { $host }, nicht zu diesem Dienst. Öffnen Sie ihn dort.
home-incomplete = Der Link ist abgeschnitten: Der Teil hinter dem Zeichen # fehlt. Bitten Sie um den ganzen Link.
home-offline = Sie sind offline. Verbinden Sie sich mit dem Internet und versuchen Sie es dann noch einmal.
home-unreachable = Der Server antwortet nicht. Versuchen Sie es in einer Minute noch einmal.
home-busy = { $minutes ->
    [0] Von Ihrer Verbindung wurden zu viele Gespräche begonnen. Warten Sie einen Augenblick und versuchen Sie es dann noch einmal.
    [one] Von Ihrer Verbindung wurden zu viele Gespräche begonnen. Versuchen Sie es in einer Minute noch einmal.
   *[other] Von Ihrer Verbindung wurden zu viele Gespräche begonnen. Versuchen Sie es in { $minutes } Minuten noch einmal.
}
home-refused = Der Server hat keinen Raum angelegt. Versuchen Sie es in einer Minute noch einmal.
home-storage = Dieser Browser lässt die Seite den Schlüssel des Raums nicht aufbewahren. Erlauben Sie dieser Website, Daten zu speichern, oder verlassen Sie das private Fenster.
