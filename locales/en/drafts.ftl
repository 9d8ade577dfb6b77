## Words of the script that keeps what is typed on the page of a campaign.

draft-back = What you had typed here is back. It is in this tab only.
