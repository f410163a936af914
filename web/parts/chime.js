// Sounds, generated and not loaded (Web Audio). A browser makes none before somebody has touched the page.

const VOLUME = 0.25;

/** By name, the tones of a sound: the hertz of each, and from which second on, for how long. */
const SOUNDS = {
  news: [[880, 0, 0.14], [1_175, 0.16, 0.22]],
  stop: [[523, 0, 0.2], [392, 0.24, 0.2], [330, 0.48, 0.34]],
};

export class Chime {
  #context = new AudioContext();
  #changed;

  /** `changed()` is called when the browser lets it sound, or does so no more. */
  constructor(changed = () => {}) {
    this.#changed = changed;
    this.#context.addEventListener("statechange", () => this.#changed());
    for (const touched of ["pointerdown", "keydown"]) addEventListener(touched, () => this.wake(), { capture: true });
  }

  /** Whether somebody has to touch the page before it can be heard. */
  get isSilenced() {
    return this.#context.state !== "running";
  }

  wake() {
    if (this.isSilenced) this.#context.resume().catch(() => {}); // it is tried with the next touch
  }

  play(name) {
    if (this.isSilenced) return;
    for (const [hertz, from, seconds] of SOUNDS[name]) this.#tone(hertz, this.#context.currentTime + from, seconds);
  }

  #tone(hertz, at, seconds) {
    const loudness = new GainNode(this.#context, { gain: VOLUME });
    loudness.gain.setTargetAtTime(0, at + seconds / 2, seconds / 6); // without a crack at its end
    const tone = new OscillatorNode(this.#context, { frequency: hertz });
    tone.connect(loudness).connect(this.#context.destination);
    tone.start(at);
    tone.stop(at + seconds);
  }
}
