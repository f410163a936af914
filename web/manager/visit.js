// One visit of a view: what it knows, and what is asked of the API for it. It ends when another view is opened, and what
// comes later than that changes nothing.
import { Problem } from "../core/api.js";
import { ignoreTaps } from "../parts/settling.js";
import { forgetDraft, keepDraft, keptDraft } from "./drafts.js";

const RETRY_MS = 3_000;

export class Visit {
  state;
  isBusy = false;
  connection = { isLive: true, hasFailed: false }; // what is shown was asked for, so it lives as long as it is answered
  notice = "";
  trouble = ""; // why nothing can be read
  errors = {}; // by JSON Pointer of what was sent
  #draft; // of an earlier visit, until it is continued or thrown away
  #view;
  #render;
  #timer;
  #turns = 0;
  #answered = 0; // the latest of them that was
  #isOver = false;

  /** `view` is one of views.js, `rest` what stands behind its name in the address; `tools` (`api`, `texts`, `language`,
   * `price`, `person`, `store`, ...) are what all visits have. `render()` shows it anew. */
  constructor(view, rest, tools, render) {
    Object.assign(this, tools);
    this.#view = view;
    this.#render = render;
    this.rest = rest;
    this.state = view.blank(rest, this);
    this.#draft = view.kept && keptDraft(this.#place, this.person.subject);
  }

  get title() {
    return this.texts.views[this.#view.name];
  }

  get name() {
    return this.#view.name;
  }

  get #place() {
    return [this.name, ...this.rest].join("/");
  }

  template() {
    return this.#view.template(this);
  }

  end() {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  change(news = {}) {
    if (this.#isOver) return;
    this.state = { ...this.state, ...news };
    if (news.isEdited) keepDraft(this.#place, this.person.subject, Object.fromEntries(this.#view.kept.map((name) => [name, this.state[name]])));
    if (news.isEdited === false) this.#forget();
    this.#render();
  }

  #forget() {
    forgetDraft(this.#place);
    this.#draft = undefined;
  }

  /** Whether there is an edit of this person that was not saved, and could go on here. */
  get hasDraft() {
    return Boolean(this.#draft && this.state.draft && !this.state.isEdited);
  }

  takeUpDraft = () => {
    this.change({ ...this.#draft, isEdited: true, isSaved: false });
    this.#draft = undefined;
    document.getElementById("view-title")?.focus();
  };

  discardDraft = () => {
    this.#forget();
    this.change();
    document.getElementById("view-title")?.focus();
  };

  /** What is known of the store; everybody's view is right at the next look. */
  know(store) {
    this.learn(store);
    this.store = store;
    this.change();
  }

  tell(notice) {
    this.notice = notice;
    this.change();
  }

  /** Read all that is shown anew. An answer that a later question has overtaken changes nothing. */
  read = async () => {
    clearTimeout(this.#timer);
    const mine = ++this.#turns;
    const requestedAt = Date.now();
    let news;
    try {
      news = await this.#view.read(this);
      if (mine !== this.#turns) return;
      this.connection = { isLive: true, hasFailed: false, trueAt: requestedAt };
      this.trouble = "";
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (mine !== this.#turns) return;
      if (!problem.isUndecided) this.trouble = problem.detail || this.texts.not_done;
      else this.connection = { ...this.connection, hasFailed: true };
    }
    this.#answered = mine;
    if (this.#isOver) return;
    const { hasFailed } = this.connection;
    if (hasFailed || this.#view.poll) this.#timer = setTimeout(this.read, hasFailed ? RETRY_MS : this.#view.poll);
    this.change(news);
  };

  /** Ask for something else with the next answer. */
  ask(news) {
    this.connection = { ...this.connection, trueAt: undefined };
    this.change(news);
    return this.read();
  }

  /** Do something, one thing at a time; whether it was done. What the API says against it is shown: beside the fields it is
   * about, or above all. What was asked for before may be answered as it was before, so it is read again. */
  async act(work) {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.notice = "";
    this.errors = {};
    this.change();
    let isDone = false;
    try {
      await work();
      isDone = true;
      if (this.#answered < this.#turns) this.read();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.refuse(problem);
    } finally {
      this.isBusy = false;
      this.change();
    }
    return isDone;
  }

  /** What a form's `submit` event does. */
  submit = (work) => (event) => {
    event.preventDefault();
    this.act(work);
  };

  refuse(problem) {
    if (problem.isUndecided) return this.tell(this.texts.undecided);
    const { errors = [] } = problem.about;
    this.mark(Object.fromEntries(errors.map(({ pointer, code }) => [pointer, this.texts.errors[code] ?? this.texts.errors.value_error])));
    if (errors.length === 0) this.tell(problem.detail || this.texts.not_done);
  }

  /** Say what is wrong with which fields, and go to the first of them. */
  mark(errors) {
    this.errors = errors;
    this.notice = Object.keys(errors).length ? this.texts.look_at_fields : "";
    this.change();
    document.querySelector('[aria-invalid="true"]')?.focus();
  }

  /** Have the dialog that is to be confirmed, and keep the tap that opened it from confirming it. */
  openDialog(news) {
    this.notice = "";
    this.errors = {};
    this.change(news);
    const dialog = document.getElementById("dialog");
    if (!dialog.open) dialog.showModal();
    ignoreTaps(dialog);
  }

  closeDialog(news) {
    document.getElementById("dialog")?.close();
    this.change(news);
    ignoreTaps(document.body);
  }
}
