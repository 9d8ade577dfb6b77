import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, expect, test } from "vitest";

import { OfflineError, request, ServerError, TimeoutError } from "../../src/api/request.ts";

/** Against a real server on loopback, which answers what each test wants. */

let server: Server | null = null;

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const running = createServer(answer);
  server = running;
  await new Promise<void>((resolve) => running.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(running.address() as AddressInfo).port}/api/v1/rooms`;
}

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

test("JSON there and back", async () => {
  const address = await serve((asked, answer) => {
    let body = "";
    asked.on("data", (part: Buffer) => (body += part.toString()));
    asked.on("end", () => {
      answer.writeHead(201).end(JSON.stringify({ method: asked.method, kind: asked.headers["content-type"], body }));
    });
  });
  expect(await request("POST", address, { room: "r" })).toEqual({ method: "POST", kind: "application/json", body: '{"room":"r"}' });
});

test("a refusal carries the server's code, sentence and patience", async () => {
  const address = await serve((_, answer) => {
    answer.writeHead(429, { "Retry-After": "30" }).end(JSON.stringify({ code: "rate_limited", message: "Wait a little." }));
  });
  const error = await request("POST", address, {}).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ServerError);
  expect(error).toMatchObject({ status: 429, code: "rate_limited", message: "Wait a little.", retryAfter: 30 });
});

test("a refusal that is no JSON still says its status", async () => {
  const address = await serve((_, answer) => {
    answer.writeHead(502).end("<h1>Bad gateway</h1>");
  });
  await expect(request("POST", address, {})).rejects.toMatchObject({ name: "ServerError", status: 502, code: "unknown", retryAfter: null });
});

test("no answer in time, and no server", async () => {
  const address = await serve(() => undefined);
  await expect(request("GET", address, undefined, 100)).rejects.toBeInstanceOf(TimeoutError);
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  await expect(request("GET", address, undefined)).rejects.toBeInstanceOf(OfflineError);
});
