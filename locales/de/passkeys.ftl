## Wörter des Skripts, das Passkeys anlegt und abfragt.

passkey-unsupported = Dieser Browser kennt keine Passkeys. Nehmen Sie einen anderen Weg.
passkey-cancelled = Ihr Gerät hat nicht geantwortet. Versuchen Sie es noch einmal oder nehmen Sie einen anderen Weg.
passkey-asking = Ihr Gerät fragt Sie…
passkey-incomplete = Füllen Sie zuerst die Felder darüber aus.
