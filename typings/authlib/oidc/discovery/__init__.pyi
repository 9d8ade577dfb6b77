# What Folkmoot uses of it; Authlib itself has no types.

from typing import Any

class OpenIDProviderMetadata(dict[str, Any]): ...

def get_well_known_url(issuer: str, external: bool = False) -> str: ...
