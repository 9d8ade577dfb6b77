## Words of the script that makes and asks passkeys.

passkey-unsupported = This browser has no passkeys. Use another way.
passkey-cancelled = Your device gave no answer. Try it again, or use another way.
passkey-asking = Your device is asking you…
passkey-incomplete = Fill in the fields above first.
