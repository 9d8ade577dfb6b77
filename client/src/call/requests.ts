import type { GroupClient } from "../crypto/client.ts";

/** What a person asks of the group. Each is one command to its worker; what comes of it comes back as an event. */
export abstract class Requests {
  protected readonly group: GroupClient;

  constructor(group: GroupClient) {
    this.group = group;
  }

  say(text: string, id: string = crypto.randomUUID()): void {
    this.group.send({ t: "chat", id, text });
  }

  type(id: string, text: string): void {
    this.group.send({ t: "typing", id, text });
  }

  raiseHand(up: boolean): void {
    this.group.send({ t: "hand", up });
  }

  askWords(): void {
    this.group.send({ t: "words" });
  }

  knock(name: string): void {
    this.group.send({ t: "knock", name });
  }

  unknock(): void {
    this.group.send({ t: "unknock" });
  }

  lock(on: boolean): void {
    this.group.send({ t: "lock", on });
  }

  admit(identity: string): void {
    this.group.send({ t: "admit", identity });
  }

  decline(identity: string): void {
    this.group.send({ t: "decline", identity });
  }

  remove(identity: string): void {
    this.group.send({ t: "remove", identity });
  }

  appoint(identity: string): void {
    this.group.send({ t: "appoint", identity });
  }

  dismiss(identity: string): void {
    this.group.send({ t: "dismiss", identity });
  }

  askMute(identity: string): void {
    this.group.send({ t: "askMute", identity });
  }

  end(): void {
    this.group.send({ t: "end" });
  }
}
