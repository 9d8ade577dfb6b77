/** The one place that calls fetch: same origin, JSON, a time limit, and named errors. */

/** `code` is stable and for programs; `message` is the server's sentence for people, in English. */
export class ServerError extends Error {
  override readonly name = "ServerError";

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Seconds, from `Retry-After`; null when the server named none. */
    readonly retryAfter: number | null,
    /** The day that the refusal is about, as YYYY-MM-DD; null when it names none. */
    readonly on: string | null = null,
  ) {
    super(message);
  }
}

/** No answer came: the network or the server is gone. */
export class OfflineError extends Error {
  override readonly name = "OfflineError";
}

export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

export const TIME_LIMIT_MS = 10_000;

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function refusal(response: Response, body: unknown): ServerError {
  const code = member(body, "code");
  const message = member(body, "message");
  const on = member(body, "on");
  const seconds = Number.parseInt(response.headers.get("Retry-After") ?? "", 10);
  return new ServerError(
    response.status,
    typeof code === "string" ? code : "unknown",
    typeof message === "string" ? message : `The server answered ${response.status}.`,
    Number.isNaN(seconds) ? null : seconds,
    typeof on === "string" && /^\d{4}-\d{2}-\d{2}$/.test(on) ? on : null,
  );
}

/**
 * Sends `body` as JSON and gives the JSON answer. `path` is on our own origin.
 *
 * @throws ServerError when the server refuses, OfflineError, TimeoutError
 */
export async function request(method: "GET" | "POST", path: string, body: unknown, limitMs = TIME_LIMIT_MS): Promise<unknown> {
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      method,
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(limitMs),
    });
    const text = await response.text();
    answer = text === "" ? null : parse(text);
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError") throw new TimeoutError(`No answer within ${limitMs} ms`);
    throw new OfflineError("No answer from the server", { cause: error });
  }
  if (!response.ok) throw refusal(response, answer);
  return answer;
}

/** An answer that is not JSON (a proxy's page, say) has no fields, and its status still tells. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
