/** Hears a dialog's `close` event, which comes a moment after the dialog has closed: by then it may be open again. */
export const onClosed = (act) => ({ target }) => target.open || act();
