import { Track } from "livekit-client";
import { describe, expect, it } from "vitest";
import { keepPreferences, readPreferences } from "../../src/call/preferences.ts";
import { optionsOf, PUBLISH } from "../../src/call/publisher.ts";

/** What a browser gives, without a browser. */
function storage(kept: Record<string, string> = {}): Storage {
  const map = new Map(Object.entries(kept));
  return {
    get length() {
      return map.size;
    },
    clear: () => {
      map.clear();
    },
    getItem: (name) => map.get(name) ?? null,
    key: (at) => [...map.keys()][at] ?? null,
    removeItem: (name) => {
      map.delete(name);
    },
    setItem: (name, value) => {
      map.set(name, value);
    },
  };
}

describe("preferences of a tab", () => {
  it("are read as they were kept", () => {
    const place = storage();
    const chosen = { load: "small", processing: { echo: false, noise: true } } as const;
    keepPreferences(chosen, place);
    expect(readPreferences(place)).toEqual(chosen);
  });

  it.each(["", "{", "null", "7", '"sound"', '{"load":"evil","echo":1}'])("are the usual ones when %j stands there", (text) => {
    const usual = { load: "all", processing: { echo: true, noise: true } };
    expect(readPreferences(storage(text === "" ? {} : { "folkmoot.preferences": text }))).toEqual(usual);
  });
});

describe("what is published", () => {
  it("is VP8 without a second codec or doubled sound, which do not go with encryption", () => {
    expect(PUBLISH).toMatchObject({ videoCodec: "vp8", backupCodec: false, red: false });
    for (const source of [Track.Source.Camera, Track.Source.ScreenShare, Track.Source.ScreenShareAudio, Track.Source.Microphone]) {
      for (const load of ["all", "small", "sound"] as const) {
        for (const name of ["videoCodec", "backupCodec", "red"]) expect(optionsOf(source, load)).not.toHaveProperty(name);
      }
    }
  });

  it("is one small layer of the camera on a slow line, and letters of a screen always", () => {
    expect(optionsOf(Track.Source.Camera, "all")).toEqual({});
    expect(optionsOf(Track.Source.Camera, "small")).toMatchObject({ simulcast: false });
    expect(optionsOf(Track.Source.ScreenShare, "small")).toEqual({ degradationPreference: "maintain-resolution" });
    expect(optionsOf(Track.Source.ScreenShareAudio, "all")).toEqual({ dtx: false });
  });
});
