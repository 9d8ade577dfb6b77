## Wörter der Seiten, auf denen sich anmeldet, wer Kampagnen führt. $instance ist der Name dieses Dienstes.

signin-action = Anmelden
signin-title = Anmelden, um Kampagnen zu führen
signin-lead = Für alle, die bei { $instance } Kampagnen führen oder Räume begleiten. Teilnehmen geht ohne Konto:
signin-join = an einem Gespräch teilnehmen
signin-passkey = Mit einem Passkey anmelden
signin-passkey-hint = Ihr Gerät fragt nach Finger, Gesicht oder PIN. Das bleibt auf dem Gerät; { $instance } bekommt eine Unterschrift.
signin-passkey-script = Ein Passkey braucht JavaScript, und das ist hier ausgeschaltet.
signin-passkey-failed = Der Passkey ließ sich nicht prüfen. Versuchen Sie es noch einmal.
signin-passkey-unknown = Dieser Dienst kennt den Passkey nicht, oder Ihr Gerät hat nicht nach Ihnen gefragt. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.
signin-noscript = Ein Passkey braucht JavaScript, und das ist hier ausgeschaltet. Die beiden Wege darunter gehen ohne.
signin-numbered = Browser bewahren Passkeys nur für Namen auf, und { $host } ist eine Nummer. Die beiden Wege darunter gehen.
signin-use-passphrase = Mit Ihrem Kennsatz
signin-use-code = Mit einem Ersatzcode
signin-user = Anmeldename
signin-passphrase = Kennsatz
signin-passphrase-hint = Fünf Wörter oder mehr. Leerzeichen zählen.
signin-with-passphrase = Mit dem Kennsatz anmelden
signin-code = Ersatzcode
signin-code-hint = Einer der acht, die Sie aufbewahrt haben. Jeder gilt einmal.
signin-with-code = Mit einem Ersatzcode anmelden
signin-with-code-action = Anmelden und neuen Passkey anlegen
signin-lost = Alle drei verloren? Wer hier sonst noch Kampagnen führt, kann Ihnen einen neuen Link schicken.
signin-other = Einen anderen Weg nehmen
signin-not = Nicht angemeldet.
signin-wrong = Name und Kennsatz gehören nicht zusammen.
signin-wrong-field = Name und Kennsatz gehören nicht zusammen. Wir sagen nicht, was davon falsch ist, damit niemand Namen ausprobieren kann.
signin-wrong-code = Name und Code gehören nicht zusammen.
signin-wrong-code-field = Name und Code gehören nicht zusammen, oder der Code ist verbraucht. Wir sagen nicht, was davon, damit niemand Namen ausprobieren kann.
signin-left = { $left ->
    [0] Kein Versuch ist übrig; jetzt 15 Minuten Wartezeit.
    [one] Ein Versuch ist übrig; danach 15 Minuten Wartezeit.
   *[other] { $left } Versuche sind übrig; danach 15 Minuten Wartezeit.
}
signin-locked = { $minutes ->
    [one] Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.
   *[other] Zu viele Versuche. Warten Sie { $minutes } Minuten und versuchen Sie es dann noch einmal.
}
signin-can = Was Sie angemeldet tun können
signin-can-make = Kampagnen und Treffen anlegen. Wer die Regeln einer offenen Kampagne ändert, ändert sie im öffentlichen Verzeichnis, mit Begründung.
signin-can-see = Zahlen, Schritte und Hilferufe der Räume sehen. In einen Raum hineinsehen oder hineinhören können Sie nicht.
signin-can-moderate = Aussagen behalten oder entfernen. Jedes Entfernen ist öffentlich, und man kann Einspruch einlegen.
signin-name-missing = Schreiben Sie Ihren Namen.
signin-user-wrong = Nehmen Sie einen Anmeldenamen aus 2 bis 64 Buchstaben, Ziffern, Punkten, Bindestrichen oder At-Zeichen, ohne Leerzeichen.
signin-user-taken = Diesen Anmeldenamen hat schon jemand. Nehmen Sie einen anderen.
signin-passphrase-weak = Das ist zu leicht zu erraten. Nehmen Sie fünf oder mehr Wörter, die nicht zusammengehören, mit zusammen 20 Buchstaben.

link-step-1 = Schritt 1 von 2
link-step-2 = Schritt 2 von 2
link-first = Sie sind die erste Person, die hier Kampagnen führt
link-invited = Sie sind eingeladen, Kampagnen zu führen
link-again = Ein neuer Zugang für { $name }
link-printed = Der Server hat diesen Link ausgegeben.
link-from = { $name } hat diesen Link für Sie angelegt.
link-once = Er gilt einmal, bis { $until }.
link-not = Noch nicht fertig.
link-name = Ihr Name
link-name-hint = Man liest ihn, wenn Sie einen Raum betreten.
link-make-passkey = Passkey anlegen
link-make-hint = Ihr Gerät bewahrt ihn auf. { $instance } bewahrt nur die öffentliche Hälfte auf.
link-noscript = Ein Passkey braucht JavaScript, und das ist hier ausgeschaltet. Ein Kennsatz geht ohne.
link-passphrase = Stattdessen einen Kennsatz festlegen
link-new-passphrase = Neuer Kennsatz
link-new-passphrase-hint = Fünf Wörter, die nicht zusammengehören. Zeichen und Ziffern braucht es nicht.
link-set-passphrase = Kennsatz festlegen
link-before = Bevor Sie weitermachen
link-before-meant = Wer diesen Link zuerst öffnet, führt hier Kampagnen. War er nicht für Sie gedacht, schließen Sie die Seite und sagen Sie es denen, die ihn geschickt haben.
link-before-old = Ihre alten Passkeys, Ihr Kennsatz und Ihre Codes gelten dann nicht mehr, und Sie sind überall sonst abgemeldet.
link-before-second = Laden Sie bald eine zweite Person ein: Über einen Einspruch entscheidet jemand anderes als wer die Aussage entfernt hat.

spent-title = Dieser Link ist verbraucht oder zu alt
spent-lead = Er galt einmal. Haben Sie ihn selbst geöffnet, melden Sie sich an. Wenn nicht, sagen Sie es denen, die den Server betreiben: Vielleicht führt jetzt jemand anderes hier Kampagnen.
spent-again = Wer den Server betreibt, macht einen neuen Link mit

codes-title = Bewahren Sie diese acht Codes auf
codes-lead = Verlieren Sie Ihr Gerät, lässt einer davon Sie herein. Jeder gilt einmal. Sie werden jetzt gezeigt und nie wieder.
codes-label = Ersatzcodes
codes-save = Als Datei speichern
codes-print = Drucken
codes-kept = Ich habe sie aufbewahrt

account-title = Ihr Konto
account-lead = Sie melden sich als { $user } an.
account-not = Es wurde nichts geändert.
account-sign-out = Abmelden
account-ways = Ihre Zugänge
account-passkey = Passkey
account-made = Angelegt am { $when }.
account-used = Zuletzt benutzt am { $when }.
account-unused = Noch nicht benutzt.
account-remove = Wegnehmen
account-passphrase = Kennsatz
account-codes = Ersatzcodes
account-codes-left = { $count ->
    [0] Keiner ist übrig. Machen Sie neue.
    [one] Einer ist übrig.
   *[other] { $count } sind übrig.
}
account-codes-new = Acht neue Codes machen
account-passkey-new = Noch einen Passkey anlegen
account-passphrase-change = Kennsatz ändern
account-last-way = Das ist Ihr letzter Zugang. Legen Sie erst einen anderen an.
account-sessions = Wo Sie angemeldet sind
account-unknown-browser = Ein Browser, der seinen Namen nicht nennt
account-this-browser = Dieser Browser
account-since = Seit { $when }.
account-seen = Zuletzt benutzt am { $when }.
account-end = Dort abmelden
account-end-others = Überall sonst abmelden
account-people = Ansehen, wer hier Kampagnen führt

people-title = Wer hier Kampagnen führt
people-lead = Sie können andere einladen, einen neuen Link für jemanden machen, der alle Zugänge verloren hat, und Menschen entfernen.
people-you = Sie
people-renew = Neuen Link für sie machen
people-remove = Entfernen
people-removed = { $name } wurde entfernt und ist überall abgemeldet.
people-last = Jemand muss alle Kampagnen führen können. Laden Sie erst eine andere Person ein.
people-invite = Jemanden einladen
people-role = Was sie tun dürfen
people-campaign = In welcher Kampagne
people-campaign-hint = Nicht nötig für jemanden, der alle Kampagnen führt.
people-invite-action = Einladung machen
people-link = Der Link
people-link-made = Der Link ist gemacht. Schicken Sie ihn auf einem Weg, den nur sie lesen.
people-link-once = Er gilt einmal, bis { $until }, und wird nicht noch einmal gezeigt.
role-everywhere = Führt alle Kampagnen
role-convenor = Führt eine Kampagne
role-moderator = Moderiert
role-facilitator = Begleitet Räume
role-auditor = Prüft
