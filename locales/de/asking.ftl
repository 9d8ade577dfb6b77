## Wörter des Skripts an der Pforte.

asking-empty = Das Feld ist leer. Tippen Sie Ihren Code.
asking-unknown = Diesen Code gibt es nicht. Vergleichen Sie ihn mit Ihrem Brief, Zeichen für Zeichen.
asking-used = Dieser Code wurde am { $day } benutzt. Wenn Sie das waren, nehmen Sie denselben Browser wie damals.
asking-used-unknown = Dieser Code wurde schon benutzt. Wenn Sie das waren, nehmen Sie denselben Browser wie damals.
asking-unknown-mail = Diesen Code gibt es nicht, oder er ist älter als einen Tag. Lassen Sie sich noch eine E-Mail schicken.
asking-unknown-login = Ihre Anmeldung ist zu lange her. Gehen Sie noch einmal zum Login.
asking-used-mail = Mit dieser Adresse wurde am { $day } um eine Stimme gebeten. Wenn Sie das waren, nehmen Sie denselben Browser wie damals.
asking-used-login = Mit diesem Konto wurde am { $day } um eine Stimme gebeten. Wenn Sie das waren, nehmen Sie denselben Browser wie damals.
asking-address = Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.org.
asking-mailed = Eine E-Mail ist unterwegs an { $address }. Sie bringt einen Code und einen Link, gültig bis morgen Nacht.
asking-mail-unavailable = Die E-Mail konnte nicht gesendet werden. Versuchen Sie es in einigen Minuten wieder.
asking-not-open = Die Kampagne ist noch nicht offen.
asking-closed = Die Kampagne ist geschlossen. Stimmen werden nicht mehr ausgegeben.
asking-gone = Der Dienst kennt diese Anfrage nicht mehr. Sie wurde nicht rechtzeitig abgeholt.
asking-offline = Sie sind offline. Nichts ist verloren: Was Sie getippt haben, bleibt hier und geht hinaus, wenn Sie es wieder versuchen.
asking-unreachable = Der Server antwortet nicht. Nichts ist verloren: Was Sie getippt haben, bleibt hier. Versuchen Sie es in einer Minute wieder.
asking-busy = Von Ihrer Verbindung kamen zu viele Anfragen. Nichts ist verloren. Versuchen Sie es in einigen Minuten wieder.
asking-record = Der Schlüssel, der die Stimmen unterschreibt, ist nicht der aus dem Verzeichnis. Deshalb wurde um keine Stimme gebeten: Mit einem eigenen Schlüssel für Sie könnte der Dienst erkennen, wessen Stimme welche ist.
asking-broken = Was der Dienst geantwortet hat, ist keine Stimme. Nichts wurde verbraucht. Sagen Sie es den Betreibern dieses Dienstes.
asking-storage = Dieser Browser lässt die Seite keine Stimme aufbewahren. Erlauben Sie dieser Seite, Daten zu speichern, oder verlassen Sie das private Fenster.
asking-minutes = { $minutes ->
    [0] Ihre Stimme kommt jeden Augenblick
    [one] Ihre Stimme kommt in etwa einer Minute
   *[other] Ihre Stimme kommt in etwa { $minutes } Minuten
}
asking-batch = Stimmen werden zusammen ausgegeben, damit die Minute Sie nicht verrät. Die nächste Gruppe kommt um { $time }.
asking-others = { $others ->
    [0] Bisher sind Sie allein darin.
    [one] Bisher ist ein anderer Mensch darin.
   *[other] Bisher sind { $others } andere Menschen darin.
}
asking-issued = { $count ->
    [one] Sie war die einzige ihrer Gruppe, deshalb könnte die Minute Sie verraten, wenn jemand zusieht. Sie ist in diesem Browser und nirgends sonst.
   *[other] Sie war eine von { $count }. Sie ist in diesem Browser und nirgends sonst.
}
asking-here = Sie ist in diesem Browser und nirgends sonst.
asking-counted = Eintrag { $entry } zählt die Stimmen Ihrer Gruppe.
asking-soon = Ihre Stimme kommt zu einem eigenen Zeitpunkt in Gebrauch, damit die Minute Sie nicht verrät. Sie können diese Seite schließen.
asking-in-use = Ihre Stimme ist in Gebrauch, und ihr Beleg ist in diesem Browser.
