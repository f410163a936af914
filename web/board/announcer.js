// What a new number sounds like: a chime, then the number spoken, where the browser has a voice for the language.

const CHIME = [[880, 0], [1_318.5, .2], [1_760, .4]]; // hertz, and seconds after the first
const LOUDNESS = .3;
const FADE_SECONDS = .9;
const TIMES = 2; // that a number is spoken
const MAX_SPEECH_MS = 8_000; // some voices never say that they have ended
const MAX_CALLS = 5; // after a lost connection there may be dozens: then the chime is all

export class Announcer {
  #audio = new AudioContext();
  #language;
  #isWanted;
  #queue = [];
  #isSpeaking = false;

  /** `isWanted(key)`: whether a number is still to be called. `changed()` is called when the sound is let through or not. */
  constructor(language, isWanted, changed) {
    this.#language = language;
    this.#isWanted = isWanted;
    this.#audio.addEventListener("statechange", changed);
    globalThis.speechSynthesis?.getVoices(); // they are fetched when first asked for
  }

  /** Whether the browser keeps it silent until somebody touches the page. */
  get isMuted() {
    return this.#audio.state === "suspended";
  }

  unmute() {
    return this.#audio.resume();
  }

  /** `numbers`, each a `key` and the `text` that calls it. */
  announce(numbers) {
    this.#chime();
    if (numbers.length > MAX_CALLS) return;
    this.#queue.push(...Array.from({ length: TIMES }, () => numbers).flat());
    if (!this.#isSpeaking) this.#speakNext();
  }

  #chime() {
    const start = this.#audio.currentTime;
    for (const [hertz, after] of CHIME) {
      const tone = new OscillatorNode(this.#audio, { frequency: hertz });
      const volume = new GainNode(this.#audio, { gain: 0 });
      volume.gain.setValueAtTime(LOUDNESS, start + after);
      volume.gain.exponentialRampToValueAtTime(.001, start + after + FADE_SECONDS);
      tone.connect(volume).connect(this.#audio.destination);
      tone.start(start + after);
      tone.stop(start + after + FADE_SECONDS);
    }
  }

  #speakNext() {
    const voice = this.#voice();
    this.#queue = voice ? this.#queue.filter(({ key }) => this.#isWanted(key)) : [];
    const next = this.#queue.shift();
    this.#isSpeaking = next !== undefined;
    if (!next) return;
    const utterance = new SpeechSynthesisUtterance(next.text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    const go = () => {
      clearTimeout(patience);
      utterance.onend = utterance.onerror = null;
      this.#speakNext();
    };
    const patience = setTimeout(go, MAX_SPEECH_MS);
    utterance.onend = utterance.onerror = go;
    speechSynthesis.speak(utterance);
  }

  /** One on this machine, of the very country, before all others of the language. */
  #voice() {
    const ofLanguage = (globalThis.speechSynthesis?.getVoices() ?? []).filter(({ lang }) => lang.slice(0, 2) === this.#language.slice(0, 2));
    const rank = ({ lang, localService }) => Number(lang.replace("_", "-") === this.#language) * 2 + Number(localService);
    return ofLanguage.sort((a, b) => rank(b) - rank(a))[0];
  }
}
