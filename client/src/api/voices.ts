import { request } from "./request.ts";

/** The gate, the spending of a voice and its acts: docs/protocol.md section 11. What comes is read in crypto/voices/answers.ts. */

/** What proves that somebody may take part. */
export type Credential = { readonly link: true } | { readonly code: string } | { readonly mail: string } | { readonly login: string };

const MAIL_LIMIT_MS = 30_000;

function address(campaign: string, rest: string): string {
  return `/api/v1/campaigns/${campaign}/${rest}`;
}

/** Codes of ServerError: `campaign_unknown` 404. */
export function voiceKey(campaign: string): Promise<unknown> {
  return request("GET", address(campaign, "voice-key"), undefined);
}

/** Has a mail with a code sent. Codes of ServerError: `invalid_request` 400 for what is no address, `rate_limited` 429, `mail_unavailable` 503. */
export function askMail(campaign: string, body: { readonly address: string; readonly language: string }): Promise<unknown> {
  // The mail server of the institution may take its time.
  return request("POST", address(campaign, "voice-mails"), body, MAIL_LIMIT_MS);
}

/** Codes of ServerError: `credential_unknown` 403, `credential_used` and `campaign_not_open` 409, `campaign_closed` 410. */
export function askVoice(campaign: string, body: { readonly credential: Credential; readonly blinded: string; readonly ticket: string }): Promise<unknown> {
  return request("POST", address(campaign, "voice-requests"), body);
}

/** Codes of ServerError: `request_unknown` 404. */
export function collectVoice(campaign: string, ticket: string): Promise<unknown> {
  return request("POST", address(campaign, "voice-requests/collect"), { ticket });
}

/** Codes of ServerError: `voice_invalid` 403. */
export function spendVoice(campaign: string, body: { readonly key: string; readonly prefix: string; readonly token: string; readonly proof: string }): Promise<unknown> {
  return request("POST", address(campaign, "voices"), body);
}

/** Codes of ServerError: `act_replayed` 409, `act_invalid` 400, `voice_unknown` 403. */
export function sendAct(campaign: string, body: { readonly key: string; readonly act: string; readonly signature: string; readonly content: string }): Promise<unknown> {
  return request("POST", address(campaign, "acts"), body);
}
