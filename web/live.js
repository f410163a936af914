// What a screen shows of a store's orders: a snapshot, and the live frames since. docs/decisions/live-updates.md.

const IN_QUEUE = new Set(["RECEIVED", "IN_PREPARATION", "READY"]);
const REORDER_MS = 300; // a frame that is late by less is no gap
const RETRY_MS = 2_000;
const POLL_MS = 60_000; // nothing tells of a last frame that is lost
const POLL_ALONE_MS = 5_000; // without a WebSocket
const LONGEST_BACKOFF_MS = 30_000;

const key = (order) => order.order_id ?? `${order.business_day}#${order.number}`;

/** Frames may be lost, come twice, or in any order: of one order the higher version counts. */
export class Screen {
  #sequence = -1; // of the snapshot
  #orders = new Map(); // those that ended too, so that a late frame does not bring them back
  #frames = new Map(); // those newer than the snapshot, by sequence
  #isComplete;

  /** `isComplete`: whether an order has all that is shown of it; a frame says little. */
  constructor(isComplete = () => true) {
    this.#isComplete = isComplete;
  }

  /** Start from a snapshot; one older than the last changes nothing. */
  snapshot({ sequence, orders }) {
    if (sequence < this.#sequence) return;
    this.#sequence = sequence;
    this.#orders = new Map(orders.map((order) => [key(order), order]));
    for (const [number, frame] of this.#frames) {
      if (number <= sequence) this.#frames.delete(number);
      else this.#merge(frame);
    }
  }

  receive(frame) {
    const isCovered = frame.sequence <= this.#sequence;
    if (isCovered && !this.#orders.has(key(frame))) return; // it ended before the snapshot
    if (!isCovered) this.#frames.set(frame.sequence, frame);
    this.#merge(frame);
  }

  /** Take an order as the screen's own request has left it; its frame will say the same. */
  change(order) {
    this.#merge(order);
  }

  #merge(news) {
    const known = this.#orders.get(key(news));
    if (known === undefined || known.version < news.version) {
      this.#orders.set(key(news), { ...known, ...news, since: news.at ?? news.since });
    }
  }

  /** The orders to be shown. */
  get orders() {
    return [...this.#orders.values()].filter((order) => IN_QUEUE.has(order.status));
  }

  /** Whether a snapshot is needed: there is none yet, a frame is missing, or an order is not told whole. */
  get isBehind() {
    const newest = Math.max(this.#sequence, ...this.#frames.keys());
    return (
      this.#sequence < 0 ||
      newest - this.#sequence !== this.#frames.size ||
      !this.orders.every(this.#isComplete)
    );
  }
}

/**
 * Keep a screen true, for as long as the page is open.
 *
 * `address()` answers where to listen, with a new ticket where one is needed; `fetchSnapshot()` the snapshot;
 * `show(isLive)` is called after each change.
 */
export function follow(screen, { address, fetchSnapshot, show }) {
  let timer;
  let dueAt = Infinity;
  let isLive = true; // until it fails

  function plan(delay) {
    clearTimeout(timer);
    dueAt = Date.now() + delay;
    timer = setTimeout(refresh, delay);
  }

  async function refresh() {
    dueAt = Infinity;
    try {
      screen.snapshot(await fetchSnapshot());
    } catch {
      plan(RETRY_MS);
      return;
    }
    show(isLive);
    plan(screen.isBehind ? RETRY_MS : isLive ? POLL_MS : POLL_ALONE_MS);
  }

  function receive(message) {
    const frame = JSON.parse(message);
    if (!Number.isInteger(frame.sequence)) return; // API Gateway's own words
    screen.receive(frame);
    show(isLive);
    if (screen.isBehind && dueAt > Date.now() + REORDER_MS) plan(REORDER_MS);
  }

  async function listen(failures) {
    function lost() {
      if (isLive) plan(POLL_ALONE_MS);
      isLive = false;
      show(isLive);
      setTimeout(() => listen(failures + 1), Math.random() * Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** failures));
    }
    try {
      const socket = new WebSocket(await address());
      socket.onopen = () => {
        failures = 0;
        isLive = true;
        plan(0); // what happened while nobody listened
      };
      socket.onmessage = ({ data }) => receive(data);
      socket.onclose = lost;
    } catch {
      lost(); // no ticket to be had
    }
  }

  plan(0);
  listen(0);
}
