import { expect, test } from "vitest";

import { Typists } from "../../src/call/typists.ts";
import type { ChatLine, Person } from "../../src/crypto/contract.ts";

const person = (identity: string): Person => ({
  identity,
  leaf: 0,
  name: identity.toUpperCase(),
  self: false,
  creator: false,
  moderator: false,
  presence: "here",
  heard: true,
});
const people = [person("a"), person("b")];
const line = (identity: string, id: string): ChatLine => ({ identity, id, name: "", text: "said", at: 0, own: false, pending: false });
const texts = (typing: readonly { readonly identity: string; readonly text: string }[]): string[] => typing.map(({ identity, text }) => `${identity}: ${text}`);

test("who types is shown in the order in which they began, with what they have typed so far", () => {
  const typists = new Typists();
  typists.typed({ identity: "a", id: "1", text: "h" }, people);
  typists.typed({ identity: "b", id: "1", text: "y" }, people);
  expect(texts(typists.typed({ identity: "a", id: "1", text: "hello" }, people))).toEqual(["a: hello", "b: y"]);
  // Another line of the same person takes the place of the first.
  expect(texts(typists.typed({ identity: "a", id: "2", text: "again" }, people))).toEqual(["b: y", "a: again"]);
});

test("it ends with the line, with an empty text, with the person; what comes late begins nothing", () => {
  const typists = new Typists();
  for (const identity of ["a", "b"]) typists.typed({ identity, id: "1", text: "t" }, people);
  expect(texts(typists.said([line("a", "1")]))).toEqual(["b: t"]);
  expect(texts(typists.typed({ identity: "a", id: "1", text: "late" }, people))).toEqual(["b: t"]);
  expect(texts(typists.typed({ identity: "b", id: "1", text: "" }, people))).toEqual([]);
  typists.typed({ identity: "b", id: "2", text: "t" }, people);
  expect(typists.present([person("a")])).toEqual([]);
  expect(typists.typed({ identity: "stranger", id: "1", text: "t" }, people)).toEqual([]);
});

test("a name that is not known yet is none", () => {
  const unnamed = { ...person("a"), name: null };
  expect(new Typists().typed({ identity: "a", id: "1", text: "t" }, [unnamed])[0]?.name).toBeNull();
});

test("what has not changed stays the same object", () => {
  const typists = new Typists();
  const typing = typists.typed({ identity: "a", id: "1", text: "t" }, people);
  expect(typists.said([])).toBe(typing);
  expect(typists.present(people)).toBe(typing);
});
