// What somebody has set on this screen, for whoever works at it: nothing of a person, so it stays.

const NAME = "kitchen";
const UNSET = { station: [], hasSound: true, hasKeys: true };

export function readPreferences() {
  try {
    return { ...UNSET, ...JSON.parse(localStorage.getItem(NAME)) };
  } catch {
    return UNSET; // somebody else wrote there, or nothing is kept here
  }
}

export function keepPreferences({ station, hasSound, hasKeys }) {
  try {
    localStorage.setItem(NAME, JSON.stringify({ station, hasSound, hasKeys }));
  } catch {
    // it is as it was set until the next reload
  }
}
