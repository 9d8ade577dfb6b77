import { describe, expect, it } from "vitest";
import { OwnPicture, OwnSound } from "../../src/call/own.ts";

describe.each([
  ["microphone or the sound of a screen", OwnSound],
  ["camera or a screen", OwnPicture],
])("a wish of the server to switch the %s on", (_name, kind) => {
  // Without a browser there is no device behind it: LiveKit's own part would fail at once, which is the control.
  const track = (permitted: boolean): InstanceType<typeof kind> => Object.assign(Object.create(kind.prototype) as InstanceType<typeof kind>, { permitted, isMuted: true });

  it("is not followed while the person has it off", async () => {
    const off = track(false);
    expect(await off.unmute()).toBe(off);
    expect(off.isMuted).toBe(true);
  });

  it("reaches LiveKit's part once the person has switched it on", async () => {
    await expect(track(true).unmute()).rejects.toThrow(TypeError);
  });
});
