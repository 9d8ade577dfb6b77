"""The institution's login, as tests have it."""
