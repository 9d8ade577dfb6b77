import { LocalAudioTrack, LocalVideoTrack } from "livekit-client";

/** The engine passes a server's wish to unmute on to the track; only the person may switch on. */
export class OwnSound extends LocalAudioTrack {
  permitted = true;

  override async unmute(): Promise<this> {
    return this.permitted ? super.unmute() : this;
  }
}

export class OwnPicture extends LocalVideoTrack {
  permitted = true;

  override async unmute(): Promise<this> {
    return this.permitted ? super.unmute() : this;
  }
}

/** Of microphone, camera, a screen, a screen's sound: told apart by their source. */
export type OwnTrack = OwnSound | OwnPicture;
