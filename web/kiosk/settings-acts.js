// What whoever runs the store does with the screen's settings.
import { language as screensLanguage } from "../core/config.js";
import { PinLock, readSettings, saveSettings } from "./settings.js";

/** `sheet()` answers the open sheet, `drawSheet(news)` changes it, `openSheet(sheet)` opens one; `storeName()` is the store
 * that the page's address or the system names, "" before it is known. */
export function settingsActs({ sheet, drawSheet, openSheet, storeName }) {
  const lock = new PinLock();
  return {
    openSettings: () => openSheet({ form: "settings", digits: "", isNew: !lock.isSet }),
    typePin: (digits) => drawSheet({ digits, wrong: undefined }),

    async enterPin() {
      const { digits, isNew } = sheet();
      if (isNew) await lock.set(digits);
      else if (!(await lock.opens(digits))) return drawSheet({ digits: "", wrong: lock.isLocked ? "pin_locked" : "pin_wrong" });
      const { store = storeName(), ...others } = readSettings();
      if (sheet()) drawSheet({ isOpen: true, digits: "", draft: { ...others, store, language: screensLanguage } });
      return undefined;
    },

    drawSettings: (draft) => drawSheet({ draft }),
    changePin: () => drawSheet({ isOpen: false, isNew: true, digits: "" }),

    saveSettings() {
      saveSettings(sheet().draft);
      location.reload();
    },
  };
}
