/** Loudness of a track, read when somebody draws a meter. Nothing runs between two readings. */
export class Level {
  #context: AudioContext | null = null;
  #analyser: AnalyserNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  #media: MediaStreamTrack | null = null;
  #samples = new Float32Array(0);

  /** 0 to 1. Speech at arm's length is about 0.3 to 0.7. */
  of(media: MediaStreamTrack | null): number {
    if (media !== this.#media) this.#connect(media);
    if (this.#analyser === null) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    // -60 dB and below is silence, 0 dB full scale.
    return Math.min(1, Math.max(0, 1 + (10 * Math.log10(power + 1e-12)) / 60));
  }

  end(): void {
    this.#connect(null);
    // Closing fails only for a context that is closed already.
    void this.#context?.close();
    this.#context = null;
  }

  #connect(media: MediaStreamTrack | null): void {
    this.#source?.disconnect();
    this.#source = null;
    this.#analyser = null;
    this.#media = media;
    if (media === null) return;
    this.#context ??= new AudioContext();
    // Made before any gesture it may wait; it fails only when closed meanwhile, and then nobody reads it.
    this.#context.resume().catch(() => undefined);
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 512 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#source = new MediaStreamAudioSourceNode(this.#context, { mediaStream: new MediaStream([media]) });
    this.#source.connect(this.#analyser);
  }
}
