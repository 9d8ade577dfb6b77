"""Campaigns, who may take part in them, and the people who run them.

`campaigns.Campaign` is a question put to a public, `permission.may` the one place that says who may do what.
"""
