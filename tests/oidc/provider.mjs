// The institution's login: the certified oidc-provider, on loopback. Whoever gives a name has an account of that name; "Cancel" is a refusal.
// Read from standard input by Node in client/, where its packages are found.
import { Provider } from "oidc-provider";

const { PORT, REDIRECT, SECRET } = process.env;

const provider = new Provider(`http://127.0.0.1:${PORT}`, {
  clients: [{ client_id: "folkmoot", client_secret: SECRET, redirect_uris: [REDIRECT], grant_types: ["authorization_code"], response_types: ["code"] }],
  cookies: { keys: [SECRET] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  // Whoever signs in agrees with that: no second page.
  async loadExistingGrant({ oidc: { client, provider: own, session } }) {
    const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope("openid");
    await grant.save();
    return grant;
  },
  pkce: { required: () => true },
});

provider.listen(Number(PORT), "127.0.0.1");
