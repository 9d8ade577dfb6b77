"""JSON and WebSockets, one file a domain: parse, call the domain, shape the answer."""
