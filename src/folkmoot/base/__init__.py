"""What every domain stands on: ids, secrets, errors, time, settings, logs. Imports nothing of ours.

Public names are in the modules: `settings.Settings`, `ids.RoomId`, `ids.Identity`, `secret.Secret`,
`errors.FolkmootError`, `clock.Clock`, `log.configure`, `log.logger`.
"""
