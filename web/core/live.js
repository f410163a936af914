// What a screen shows of a store's orders: a snapshot, and the live frames since. docs/decisions/live-updates.md.

const IN_QUEUE = new Set(["RECEIVED", "IN_PREPARATION", "READY"]);
const REORDER_MS = 300; // a frame that is late by less is no gap
const RETRY_MS = 2_000;
const POLL_MS = 60_000; // nothing tells of a last frame that is lost, nor of a socket that is half open
const CONNECT_MS = 10_000;
const DEAF_MS = 10_000; // a frame that a snapshot knows of comes within
const POLL_ALONE_MS = 5_000; // without a WebSocket
const MAX_BACKOFF_MS = 30_000;

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

  /** Of the last snapshot; -1 before there is one. */
  get sequence() {
    return this.#sequence;
  }

  /** Where a frame stands among all, in the order of `sequence`. */
  place = (frame) => frame.sequence;

  /** Start from a snapshot; one older than the last changes nothing. Of an order that has gone on since it was asked for, what is
   * known counts. */
  snapshot({ sequence, orders }) {
    if (sequence < this.#sequence) return;
    this.#sequence = sequence;
    const before = this.#orders;
    this.#orders = new Map(orders.map((order) => [key(order), order]));
    for (const order of orders) {
      const known = before.get(key(order));
      if (known) this.#merge(known);
    }
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

  /** What is known of an order by its key, be it one that has ended since the last snapshot. */
  find = (id) => this.#orders.get(id);

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

  /** Whether a snapshot is needed: there is none yet, a frame is missing, or an order is not known completely. */
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
 * `show(connection)` is called after each change. A connection `isLive`, `hasFailed` since the last snapshot came, and
 * knows when what is shown was last `trueAt` (milliseconds; undefined before the first snapshot). It ends with the `signal`.
 * Answers a function that has the screen look again at once.
 */
export function follow(screen, { address, fetchSnapshot, show, signal }) {
  let timer;
  let asked = 0; // snapshots
  let answered = 0; // the latest of them that was
  let dueAt = Infinity;
  let newest = -1; // of the sequences that this socket has sent
  let socket;
  let failures = 0;
  const connection = { isLive: true, hasFailed: false, trueAt: undefined }; // it is live until that fails

  const isOver = () => signal?.aborted;
  const tell = (news) => isOver() || show(Object.assign(connection, news));

  function plan(delay) {
    clearTimeout(timer);
    if (isOver()) return;
    dueAt = Date.now() + delay;
    timer = setTimeout(refresh, delay);
  }

  /** An answer that a later one has overtaken changes nothing. */
  async function refresh() {
    dueAt = Infinity;
    const mine = ++asked;
    const requestedAt = Date.now();
    try {
      const snapshot = await fetchSnapshot();
      if (mine < answered) return;
      answered = mine;
      screen.snapshot(snapshot);
    } catch {
      if (mine < answered) return;
      tell({ hasFailed: true });
      if (mine === asked) plan(RETRY_MS);
      return;
    }
    tell({ hasFailed: false, trueAt: requestedAt });
    if (connection.isLive) expectFrames(socket, screen.sequence);
    if (mine === asked) plan(screen.isBehind ? RETRY_MS : connection.isLive ? POLL_MS : POLL_ALONE_MS);
  }

  /** A socket that has not sent what a snapshot already has is one that nobody sends anything any more. */
  function expectFrames(listening, sequence) {
    if (newest < 0) newest = sequence; // what happened before it listened
    setTimeout(() => listening === socket && newest < sequence && lose(listening), DEAF_MS);
  }

  function receive(message) {
    const frame = JSON.parse(message);
    if (!Number.isInteger(frame.sequence)) return; // API Gateway's own answer
    newest = Math.max(newest, screen.place(frame));
    screen.receive(frame);
    tell(screen.isBehind ? {} : { trueAt: Date.now() });
    if (screen.isBehind && dueAt > Date.now() + REORDER_MS) plan(REORDER_MS);
  }

  function lose(lost) {
    if (lost !== socket) return;
    socket = undefined;
    lost?.close();
    if (connection.isLive) plan(Math.min(POLL_ALONE_MS, Math.max(0, dueAt - Date.now())));
    tell({ isLive: false });
    if (!isOver()) setTimeout(listen, Math.random() * Math.min(MAX_BACKOFF_MS, 1_000 * 2 ** failures++));
  }

  async function listen() {
    let opened;
    try {
      const url = await address();
      if (isOver()) return;
      opened = socket = new WebSocket(url);
    } catch {
      return lose(socket); // no ticket to be had
    }
    setTimeout(() => opened.readyState === WebSocket.CONNECTING && lose(opened), CONNECT_MS);
    opened.onopen = () => {
      failures = 0;
      newest = -1;
      tell({ isLive: true });
      plan(0); // what happened while nobody listened
    };
    opened.onmessage = ({ data }) => opened === socket && receive(data);
    opened.onclose = () => lose(opened);
  }

  addEventListener("online", () => plan(0), { signal });
  signal?.addEventListener("abort", () => {
    clearTimeout(timer);
    lose(socket);
  });
  plan(0);
  listen();
  return () => plan(0);
}
