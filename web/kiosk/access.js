// What helps whoever stands here to see, reach and hear; it goes with them.

/** Each is off until somebody turns it on. */
export const HELPS = ["reach", "large", "calm", "spoken"];

/** The style sheets go by these attributes of the page. */
export function apply(helps) {
  for (const name of HELPS) document.documentElement.toggleAttribute(`data-${name}`, Boolean(helps[name]));
}

/** Say it, where the browser has a voice of this language. */
export function speak(text, language) {
  if (!("speechSynthesis" in window)) return;
  stopSpeaking();
  const utterance = new SpeechSynthesisUtterance(text);
  utterance.lang = language;
  utterance.voice = speechSynthesis.getVoices().find((voice) => voice.lang.startsWith(language.slice(0, 2))) ?? null;
  speechSynthesis.speak(utterance);
}

export const stopSpeaking = () => window.speechSynthesis?.cancel();
