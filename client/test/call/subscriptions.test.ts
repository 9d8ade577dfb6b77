import { Track, VideoQuality, type Room } from "livekit-client";
import { describe, expect, it } from "vitest";
import { Subscriptions } from "../../src/call/subscriptions.ts";

/** LiveKit's publication as far as it is asked; it counts what is sent to the server. */
class Publication {
  readonly kind: Track.Kind;
  readonly source: Track.Source;
  isDesired: boolean;
  videoQuality = VideoQuality.HIGH;
  sent = 0;

  constructor(kind: Track.Kind, source: Track.Source, isDesired: boolean) {
    this.kind = kind;
    this.source = source;
    this.isDesired = isDesired;
  }

  setSubscribed(on: boolean): void {
    this.sent++;
    this.isDesired = on;
  }

  setVideoQuality(quality: VideoQuality): void {
    this.sent++;
    this.videoQuality = quality;
  }
}

function roomOf(subscribed: boolean): { room: Room; camera: Publication; screen: Publication; sounds: Publication[] } {
  const camera = new Publication(Track.Kind.Video, Track.Source.Camera, subscribed);
  const screen = new Publication(Track.Kind.Video, Track.Source.ScreenShare, subscribed);
  const sounds = [Track.Source.Microphone, Track.Source.ScreenShareAudio].map((source) => new Publication(Track.Kind.Audio, source, subscribed));
  const trackPublications = new Map([camera, screen, ...sounds].map((one, at) => [String(at), one]));
  const room = { remoteParticipants: new Map([["a", { trackPublications }]]) };
  return { room: room as unknown as Room, camera, screen, sounds };
}

describe("what is asked of the media server", () => {
  it("is nothing more than it sends by itself, as long as everything is wanted", () => {
    const { room, camera, screen, sounds } = roomOf(true);
    const subscriptions = new Subscriptions(room, false);
    subscriptions.apply();
    expect(subscriptions.automatic).toBe(true);
    expect([camera, screen, ...sounds].map((one) => one.sent)).toEqual([0, 0, 0, 0]);
  });

  it("is every track by itself where the receiver has to be ready first", () => {
    const { room, camera, screen, sounds } = roomOf(false);
    const subscriptions = new Subscriptions(room, true);
    subscriptions.apply();
    expect(subscriptions.automatic).toBe(false);
    expect([camera, screen, ...sounds].every((one) => one.isDesired)).toBe(true);
  });

  it("is no picture at all in sound only, and all of them afterwards", () => {
    const { room, camera, screen, sounds } = roomOf(true);
    const subscriptions = new Subscriptions(room, false);
    subscriptions.load = "sound";
    expect(subscriptions.automatic).toBe(false);
    expect([camera, screen].map((one) => one.isDesired)).toEqual([false, false]);
    expect(sounds.map((one) => one.isDesired)).toEqual([true, true]);
    subscriptions.load = "all";
    expect([camera, screen].map((one) => one.isDesired)).toEqual([true, true]);
  });

  it("is the least layer of cameras for a slow line, and letters of screens as they are", () => {
    const { room, camera, screen } = roomOf(true);
    const subscriptions = new Subscriptions(room, false);
    subscriptions.load = "small";
    expect([camera, screen].map((one) => one.videoQuality)).toEqual([VideoQuality.LOW, VideoQuality.HIGH]);
    const { sent } = camera;
    subscriptions.apply();
    expect(camera.sent).toBe(sent);
    subscriptions.load = "all";
    expect(camera.videoQuality).toBe(VideoQuality.HIGH);
  });
});
