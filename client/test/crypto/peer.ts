import { createInterface } from "node:readline";

import { type ClientState, createCommit, createGroup, makePskIndex, mlsExporter, processPublicMessage, type Proposal } from "ts-mls";
import { defaultClientConfig } from "ts-mls/clientConfig.js";
import { encodeMlsMessage } from "ts-mls/message.js";

import { copy, hex, utf8 } from "../../src/crypto/bytes.ts";
import { decodeCommit } from "../../src/crypto/group.ts";
import { decodeMessage, makeGroupInfo } from "../../src/crypto/groupinfo.ts";

import { hexToBytes, ROOM, someone } from "./people.ts";

/**
 * One member for tests/crypto/test_interop.py: JSON lines in and out. Our suite, key package and GroupInfo; the library's own commits and no
 * policy of ours, because the other implementation knows neither our identities nor the link's key.
 */

const { own, suite } = await someone();
const cipherSuite = suite.impl;
let state: ClientState = await createGroup(utf8(ROOM), own.publicPackage, own.privatePackage, [], cipherSuite, defaultClientConfig);

async function commit(extraProposals: Proposal[]): Promise<Record<string, string>> {
  const made = await createCommit({ state, cipherSuite }, { wireAsPublicMessage: true, extraProposals, ratchetTreeExtension: true });
  state = made.newState;
  const welcome = made.welcome && encodeMlsMessage({ version: "mls10", wireformat: "mls_welcome", welcome: made.welcome });
  return { commit: hex(encodeMlsMessage(made.commit)), welcome: welcome === undefined ? "" : hex(welcome) };
}

interface Question {
  readonly act: "add" | "remove" | "update" | "process" | "group_info" | "export";
  readonly bytes?: string;
  readonly leaf?: number;
  readonly label?: string;
}

async function answer({ act, bytes = "", leaf = 0, label = "" }: Question): Promise<Record<string, unknown>> {
  switch (act) {
    case "add": {
      const message = decodeMessage(hexToBytes(bytes));
      if (message.wireformat !== "mls_key_package") throw new Error("no key package");
      return commit([{ proposalType: "add", add: { keyPackage: message.keyPackage } }]);
    }
    case "remove":
      return commit([{ proposalType: "remove", remove: { removed: leaf } }]);
    case "update":
      return commit([]);
    case "process": {
      const done = await processPublicMessage(state, decodeCommit(hexToBytes(bytes)), makePskIndex(state, {}), cipherSuite);
      state = done.newState;
      return {};
    }
    case "group_info":
      return { group_info: hex(await makeGroupInfo(state, suite)) };
    case "export": {
      const { exporterSecret } = state.keySchedule;
      const secret = await mlsExporter(exporterSecret, label, hexToBytes(bytes), 32, cipherSuite);
      return { epoch: Number(state.groupContext.epoch), secret: hex(copy(secret)) };
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line) as Question))}\n`);
}
