## Wörter des Skripts, das eine Stimme umzieht.

moving-leave = Umziehen
moving-waiting-voice = Noch nicht ausgegeben: Sie kann umziehen, wenn sie da ist.
moving-until = Es geht einmal, bis { $time }. Sobald das andere Gerät sie hat, ist sie hier weg.
moving-taken = Das andere Gerät holt sie gerade.
moving-incomplete = Es müssen acht Wörter sein.
moving-no-word = Wort { $word } steht nicht in der Liste. Vergleichen Sie es Buchstabe für Buchstabe.
moving-unknown = Unter diesen Wörtern liegt keine Stimme. Sie gelten einmal und fünfzehn Minuten lang.
moving-other = Ein anderes Gerät hat diese Stimme geholt.
moving-full = Im Augenblick sind zu viele Stimmen unterwegs. Versuchen Sie es in einigen Minuten wieder.
moving-run-out = Die Zeit ist um. Die Stimme ist noch hier.
moving-broken = Was kam, lässt sich mit diesen Wörtern nicht öffnen. Die Stimme ist noch auf dem anderen Gerät.
moving-offline = Der Server antwortet nicht. Die Stimme ist noch, wo sie war. Versuchen Sie es in einer Minute wieder.
moving-busy = Von Ihrer Verbindung kamen zu viele Anfragen. Versuchen Sie es in einer Minute wieder.
moving-storage = Dieser Browser lässt die Seite keine Stimme aufbewahren. Erlauben Sie dieser Seite, Daten zu speichern, oder verlassen Sie das private Fenster.
moving-held = In diesem Browser ist schon eine Stimme dieser Kampagne. Nehmen Sie zuerst diese weg.
moving-both = Die Stimme ist hier, aber das andere Gerät ließ sich nicht benachrichtigen. Nehmen Sie sie dort weg.
