import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";

import { type Bytes, concat, copy, utf8 } from "../../src/crypto/bytes.ts";

import { TARGETS } from "./targets.ts";

/**
 * Whatever bytes come, to one target for a while: the saved inputs first, then changes of them and of fresh ones. A program for
 * tests/fuzz/run.py: `node fuzz.mjs TARGET FOLDER {"seconds", "inputs", "longest"}`. An input that fails is shrunk and saved in FOLDER. The
 * seconds are of the processor, so that a busy machine tries no fewer inputs.
 */

interface Limits {
  readonly seconds: number | null;
  readonly inputs: number | null;
  readonly longest: number;
}

type Edit = (bytes: Bytes) => Bytes;

/** Where numbers, lengths and texts have their edges. */
const PIECES = [
  ...[[0], [255], [0, 0], [255, 255], [0x40, 0x3f], [0x40, 0x40], [0x80, 0, 0x40, 0], [0xbf, 255, 255, 255], [0xc0], [255, 255, 255, 255, 255, 255, 255, 255]].map((bytes) => Uint8Array.from(bytes)),
  ...["null", "true", "-1", "1e999", "9007199254740992", '""', "[]", "{}", '"__proto__"', "\\ud800", "\u{1f44b}", "A===", "[[[[[[[["].map(utf8),
];

function edits(seeds: readonly Bytes[]): fc.Arbitrary<Edit> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const at = (bytes: Bytes, where: number): number => Math.floor(where * bytes.length);
  const put = (bytes: Bytes, where: number, piece: Uint8Array, over: number): Bytes =>
    concat(bytes.subarray(0, at(bytes, where)), piece, bytes.subarray(Math.min(bytes.length, at(bytes, where) + over)));
  const piece = fc.oneof(fc.constantFrom(...PIECES), fc.uint8Array({ maxLength: 8 }));
  return fc.oneof(
    fc.tuple(place, fc.integer({ min: 1, max: 255 })).map(([where, by]): Edit => (bytes) => bytes.map((byte, i) => (i === at(bytes, where) ? byte ^ by : byte))),
    place.map((where): Edit => (bytes) => bytes.slice(0, at(bytes, where))),
    fc.tuple(place, piece).map(([where, some]): Edit => (bytes) => put(bytes, where, some, 0)),
    fc.tuple(place, piece).map(([where, some]): Edit => (bytes) => put(bytes, where, some, some.length)),
    fc.tuple(place, fc.nat(64)).map(([where, count]): Edit => (bytes) => put(bytes, where, new Uint8Array(), count)),
    fc.tuple(place, fc.nat(64)).map(([where, count]): Edit => (bytes) => put(bytes, where, bytes.subarray(at(bytes, where), at(bytes, where) + count), 0)),
    fc.tuple(place, fc.constantFrom(...seeds)).map(([where, other]): Edit => (bytes) => concat(bytes.subarray(0, at(bytes, where)), other.subarray(at(other, where)))),
  );
}

function inputs(seeds: readonly Bytes[], longest: number): fc.Arbitrary<Bytes> {
  const changed = fc
    .tuple(fc.constantFrom(...seeds), fc.array(edits(seeds), { minLength: 1, maxLength: 5 }))
    .map(([seed, changes]) => changes.reduce((bytes, change) => change(bytes), seed).slice(0, longest));
  return fc.oneof({ weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map(copy) }, { weight: 15, arbitrary: changed });
}

async function main(name: string, folder: string, { seconds, inputs: count, longest }: Limits): Promise<number> {
  const make = TARGETS[name];
  if (make === undefined) throw new Error(`no such target: ${name}`);
  const { seeds, attempt } = await make();
  const saved = readdirSync(folder).map((file) => copy(readFileSync(join(folder, file))));
  for (const bytes of [...seeds, ...saved]) await attempt(bytes);
  const property = fc.asyncProperty(inputs([...seeds, ...saved], longest), attempt);
  const most = count ?? Number.MAX_SAFE_INTEGER;
  const begin = process.cpuUsage();
  const left = (): number => {
    const { user, system } = process.cpuUsage(begin);
    return (seconds ?? Number.MAX_SAFE_INTEGER) - (user + system) / 1e6;
  };
  let found: fc.RunDetails<[Bytes]>;
  let tried = 0;
  do {
    // fast-check knows the clock on the wall only: what the processor did not give by then is asked for again.
    const limit = seconds === null ? {} : { interruptAfterTimeLimit: Math.max(left(), 0.1) * 1000 };
    found = await fc.check(property, { numRuns: most - tried, ...limit });
    tried += found.numRuns;
  } while (!found.failed && tried < most && left() > 0);
  process.stdout.write(`stat::number_of_executed_units: ${tried + seeds.length + saved.length}\n`);
  if (!found.failed || found.counterexample === null) return 0;
  const [failing] = found.counterexample;
  writeFileSync(join(folder, `failed-${createHash("sha1").update(failing).digest("hex")}`), failing);
  process.stdout.write(`${String(found.errorInstance instanceof Error ? found.errorInstance.stack : found.errorInstance)}\n`);
  return 1;
}

const [, , target = "", place = "", limits = "{}"] = process.argv;
process.exitCode = await main(target, place, JSON.parse(limits) as Limits);
