/**
 * A whole list inside one guard: each row is about somebody of its own. All are asked about as one; only rows in sight
 * are given their links, or say that they are held. Out of sight nothing can be dialled, whatever is known.
 */
import type { SalesContext, SalesHold } from '../model/views.js';
import type { Query, Stop, Touchpoint } from '../touchpoint/types.js';
import { adopt } from './css.js';
import { SayOncePitchEvent } from './events.js';
import { giveBack, isCall, takeAway } from './guard-links.js';
import { whom } from './guard-whom.js';
import { make, say } from './make.js';
import { inOurs } from './speaking.js';
import { guardWords as words } from './words/guard.js';

type Pitch = SalesContext['pitch'];

/** What stands in a row's text and may be called: from a plus or a nought on, eight digits at least, with any dash, and no date. */
const NUMBER = /(?<![\p{L}\p{N}])(?:\+|\(?0)[\d\s().\p{Pd}/]{6,18}\d(?![\p{L}\p{N}])/gu;
const DATE = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/;
/** What in a row may start a call, besides its links; a host names its own (`controls`). */
const CONTROLS = 'button, [role=button], input[type=button], input[type=submit], [onclick], [data-phone], [data-email]';
/** Rows so near to what is in sight are ready before they are scrolled to. */
const NEAR = '50% 0px';
/** Rows that come together are asked about together, ms. */
const SOON = 50;

/** What the guard around it is asked for. */
export interface Seat {
  readonly guard: HTMLElement;
  readonly styles: readonly string[];
  /** whether its attribute says that what is held stays in sight */
  readonly keep: boolean;
  /** selectors: a row; and what in one starts a call, empty for what usually does */
  readonly rows: string;
  readonly controls: string;
  /** somebody wants to know why a row is held, or what to do */
  ask(): void;
  open(hold: SalesHold | undefined, label: string, from: HTMLElement): void;
  /** what is known of the list has changed; `begun`: a call that was free is held */
  changed(pitch: Pitch, begun: boolean): void;
}

interface Row {
  readonly element: HTMLElement;
  readonly queries: readonly Query[];
  view: { pitch: Pitch; hold?: SalesHold | undefined };
  near: boolean;
  /** it was told of a hold */
  told?: boolean;
  /** what stands in place of its links */
  mark?: HTMLElement;
}

const UNKNOWN: Row['view'] = { pitch: 'not-checked' };

export class GuardList {
  readonly #seat: Seat;
  readonly #sight: IntersectionObserver;
  readonly #changes = new MutationObserver((records) => this.#heed(records));
  readonly #rows = new Map<Element, Row>();
  #touchpoint: Touchpoint | undefined;
  #stop: Stop | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(seat: Seat) {
    this.#seat = seat;
    this.#sight = new IntersectionObserver((seen) => this.#seen(seen), { rootMargin: NEAR });
    for (const element of seat.guard.querySelectorAll<HTMLElement>(seat.rows)) this.#take(element);
    // What we change in a row from here on is looked at once more, and found to be as it should.
    this.#changes.observe(seat.guard, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ['href', 'data-customer', 'data-phone', 'data-account', 'data-email'] });
  }

  /** How many rows are how. */
  get sum(): Record<Pitch, number> {
    const sum = { clear: 0, held: 0, 'not-checked': 0 };
    for (const { view } of this.#rows.values()) sum[view.pitch] += 1;
    return sum;
  }

  /** Whom it asks now. */
  look(touchpoint: Touchpoint | undefined): void {
    if (touchpoint === this.#touchpoint) return;
    this.stop();
    this.#touchpoint = touchpoint;
    this.#watch();
  }

  /** Rows that came, went, or are about somebody else now: what is new is held at once, and all are asked about as one soon. */
  #heed(records: readonly MutationRecord[]): void {
    const { rows } = this.#seat;
    const changed = new Set<HTMLElement>();
    for (const { target, addedNodes, removedNodes } of records) {
      const row = (target instanceof Element ? target : target.parentElement)?.closest<HTMLElement>(rows);
      if (row != null) changed.add(row);
      for (const node of [...addedNodes, ...removedNodes]) {
        if (!(node instanceof HTMLElement)) continue;
        if (node.matches(rows)) changed.add(node);
        for (const inside of node.querySelectorAll<HTMLElement>(rows)) changed.add(inside);
      }
    }
    let other = false;
    for (const element of changed) other = this.#take(element) || other;
    if (other) this.#asking ??= setTimeout(() => this.#watch(), SOON);
  }

  /** @returns whether it is about somebody else than before */
  #take(element: HTMLElement): boolean {
    const known = this.#rows.get(element);
    if (!this.#seat.guard.contains(element)) {
      this.#rows.delete(element);
      this.#sight.unobserve(element);
      known?.mark?.remove();
      takeAway(element, true);
      return false;
    }
    const queries = queriesOf(element);
    if (known === undefined) this.#sight.observe(element);
    const same = known !== undefined && JSON.stringify(known.queries) === JSON.stringify(queries);
    const row: Row = same ? known : { view: UNKNOWN, near: false, ...known, element, queries };
    if (!same) row.view = UNKNOWN;
    this.#rows.set(element, row);
    this.#draw(row);
    return !same;
  }

  #watch(): void {
    clearTimeout(this.#asking);
    this.#asking = undefined;
    // Who is still on the list is heard of by the elder watch until the new one knows as much.
    let elder = this.#stop;
    const rows = [...this.#rows.values()];
    const stop = this.#touchpoint?.watchPitch(rows.flatMap(({ queries }) => queries), (views) => {
      elder?.();
      elder = undefined; // or each would hold on to all before it
      let [at, begun] = [0, false];
      for (const row of rows) begun = this.#know(row, views.slice(at, (at += row.queries.length))) || begun;
      const { held, 'not-checked': unknown } = this.sum;
      this.#seat.changed(held > 0 ? 'held' : unknown > 0 ? 'not-checked' : 'clear', begun);
    });
    this.#stop = () => {
      elder?.();
      stop?.();
    };
  }

  /** @returns whether a call that was free is held now */
  #know(row: Row, views: readonly SalesContext[]): boolean {
    if (this.#rows.get(row.element) !== row) return false;
    const before = row.view;
    // Several numbers may be several people: it is clear once all of them are.
    row.view = views.find(({ pitch }) => pitch === 'held') ?? views.find(({ pitch }) => pitch !== 'clear') ?? views[0] ?? UNKNOWN;
    if (row.view.pitch === before.pitch && row.view.hold === before.hold) return false;
    this.#draw(row);
    // A list that opens with ten thousand free calls has nothing to say about them.
    if (row.view.pitch === 'held' || row.told) row.element.dispatchEvent(new SayOncePitchEvent(row.view.pitch, row.view.hold));
    row.told = row.view.pitch === 'held';
    return before.pitch === 'clear' && row.view.pitch === 'held';
  }

  #seen(seen: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of seen) {
      const row = this.#rows.get(target);
      if (row === undefined || row.near === isIntersecting) continue;
      row.near = isIntersecting;
      this.#draw(row);
    }
  }

  /** A call that is held is so at once, wherever its row is; all else waits until somebody sees it. */
  #draw(row: Row): void {
    const { element, view, near } = row;
    const clear = view.pitch === 'clear';
    if (!clear) takeAway(element, true);
    else if (near) giveBack(element, true);
    if (near) element.dataset['pitch'] = view.pitch;
    if (clear || !near) {
      if (row.mark === undefined) return;
      const controls = this.#controls(element);
      const focused = row.mark.matches(':focus');
      row.mark.remove();
      delete row.mark;
      for (const control of controls) shut(control, false);
      if (focused) controls[0]?.focus();
      return;
    }
    const controls = this.#controls(element);
    if (!this.#seat.keep) for (const control of controls) shut(control, true);
    row.mark ??= this.#mark(row, controls);
    const button = row.mark.shadowRoot?.querySelector('button');
    if (button == null) return;
    button.className = view.pitch === 'held' ? 'held' : '';
    say(button, view.pitch === 'held' ? words.held : words.unchecked);
    inOurs(button);
  }

  /** What a row says of itself: it stands by the first of its links, else at its end. */
  #mark(row: Row, controls: readonly Element[]): HTMLElement {
    const mark = make('span');
    const button = make('button', { part: 'held', 'aria-haspopup': 'dialog', type: 'button' });
    for (const type of ['pointerenter', 'focus']) button.addEventListener(type, () => this.#seat.ask());
    button.addEventListener('click', () => {
      const now = this.#rows.get(row.element) ?? row;
      this.#seat.open(now.view.hold, row.element.dataset['label'] ?? '', button);
    });
    const root = mark.attachShadow({ mode: 'open', delegatesFocus: true });
    adopt(root, this.#seat.styles);
    root.append(button);
    const [control] = controls;
    if (control !== undefined) control.after(mark);
    else (row.element.matches('tr, [role=row]') ? (row.element.lastElementChild ?? row.element) : row.element).append(mark);
    return mark;
  }

  #controls(row: HTMLElement): HTMLElement[] {
    return [...row.querySelectorAll<HTMLElement>(`a, area, ${this.#seat.controls || CONTROLS}`)].filter((one) => !one.matches('a, area') || isCall(one) || (this.#seat.controls !== '' && one.matches(this.#seat.controls)));
  }

  /** Whether what happened here may start a call: it is in a row that is clear, or on nothing that calls. */
  allows(target: EventTarget | null): boolean {
    if (!(target instanceof Element)) return true;
    const element = target.closest<HTMLElement>(this.#seat.rows);
    const row = element === null ? undefined : this.#rows.get(element);
    if (row?.view.pitch === 'clear' || row?.mark?.contains(target) === true) return true;
    return !this.#controls(element ?? this.#seat.guard).some((control) => control.contains(target));
  }

  /** Says all anew, in other words. */
  reword(): void {
    for (const row of this.#rows.values()) if (row.mark !== undefined) this.#draw(row);
  }

  /** Nothing is heard any more, so nothing is clear. */
  stop(): void {
    clearTimeout(this.#asking);
    this.#asking = undefined;
    this.#stop?.();
    this.#stop = this.#touchpoint = undefined;
    for (const row of this.#rows.values()) {
      row.view = UNKNOWN;
      this.#draw(row);
    }
  }
}

const shutByUs = new WeakSet<Element>();

function shut(control: HTMLElement, is: boolean): void {
  if (is === shutByUs.has(control)) return;
  control.hidden = is;
  if (is) shutByUs.add(control);
  else shutByUs.delete(control);
}

/** By what the page says, by where its links lead, else by the numbers that it shows. */
function queriesOf(row: HTMLElement): Query[] {
  const queries = whom(row);
  if (queries.length > 0) return queries;
  const numbers = textsOf(row).flatMap((text) => [...text.matchAll(NUMBER)]).map(([number]) => number.trim()).filter((number) => !DATE.test(number) && number.replace(/\D/g, '').length > 7);
  return [...new Set(numbers)].map((tel) => ({ tel }));
}

/** What only marks a part of a text: a number with a piece of it found or in bold is one number, and a piece of it is somebody else's. */
const MARKS = 'mark, b, strong, em, i, u, s, small, font, bdi, bdo, wbr, span';

/** Each by itself, for what stands in two cells is not one number; and what reads as one line, however many nodes it is in. */
function textsOf(row: HTMLElement): string[] {
  const texts: string[] = [];
  let line: string[] = [];
  const end = (): void => {
    texts.push(...line, ...(line.length > 1 ? [line.join('')] : []));
    line = [];
  };
  const walk = (node: Node): void => {
    if (node instanceof Text) return void line.push(node.data);
    const ends = node instanceof Element && !node.matches(MARKS);
    if (ends) end();
    for (const child of node.childNodes) walk(child);
    if (ends) end();
  };
  walk(row);
  return texts;
}
