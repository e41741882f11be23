/**
 * A whole list inside one guard: each row is about somebody of its own. All are asked about as one; only rows in sight
 * are given their links, or say that they are held. Out of sight nothing can be dialled, whatever is known.
 */
import type { SalesContext, SalesHold } from '../model/views.js';
import type { Query, Stop, Touchpoint } from '../touchpoint/types.js';
import { adopt } from './css.js';
import { SayOncePitchEvent } from './events.js';
import { addressOf, giveBack, HEEDED, holdRowsInstead, isCall, takeAway } from './guard-links.js';
import { bareIn, numbersIn } from './guard-numbers.js';
import { reached } from './guard-reached.js';
import { guardStyles } from './guard-styles.js';
import { Sight } from './guard-sight.js';
import { DATA, whom, worst } from './guard-whom.js';
import { make, say } from './make.js';
import { inOurs } from './speaking.js';
import { guardWords as words } from './words/guard.js';

type Pitch = SalesContext['pitch'];

/** What in a row may start a call, besides its links; a host names its own (`controls`). */
const CONTROLS = 'button, [role=button], input[type=button], input[type=submit], input[type=image], [onclick], [data-phone], [data-email]';
/** The same of a row as a whole: what stands on it tells whom it is about, and calls nobody. */
const SELF = 'button, [role=button], [onclick]';
/** Links that lead to a page, whatever else they do. */
const PAGES = ':is(a, area)[href]:not([href^="#"])';
/** Rows that come together are asked about together, ms. */
const SOON = 50;

/** Whom the panel is about. */
export interface About {
  hold: SalesHold | undefined;
  label: string;
}

/** The guard around it, as a page knows it. */
interface Guard extends HTMLElement {
  /** whether its attribute says that what is held stays in sight */
  readonly keep: boolean;
  /** selectors: a row; and what in one starts a call, empty for what usually does */
  readonly rows: string;
  readonly controls: string;
}

/** What of the guard only its list may use. */
export interface Inside {
  readonly title: HTMLElement;
  readonly panel: HTMLElement;
  /** somebody wants to know why a row is held, or what to do */
  ask(): void;
  about(of: About): void;
  /** what is known of the list has changed; `begun`: a call that was free is held */
  changed(pitch: Pitch, begun: boolean): void;
}

interface Row {
  readonly element: HTMLElement;
  readonly queries: readonly Query[];
  /** numbers that only the policy's region can tell from others */
  readonly bare: readonly string[];
  view: { pitch: Pitch; hold?: SalesHold | undefined };
  near: boolean;
  /** it was told of a hold */
  told?: boolean;
  /** what stands in place of its links */
  mark?: HTMLElement;
}

const UNKNOWN: Row['view'] = { pitch: 'not-checked' };

export class GuardList {
  readonly #seat: { guard: Guard; keep: boolean; rows: string; controls: string };
  readonly #inside: Inside;
  readonly #sight = new Sight((element, near) => this.#seen(element, near));
  readonly #changes = new MutationObserver((records) => this.#heed(records));
  readonly #rows = new Map<Element, Row>();
  #touchpoint: Touchpoint | undefined;
  #stop: Stop | undefined;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(guard: Guard, inside: Inside) {
    const { keep, rows, controls } = guard;
    const seat = (this.#seat = { guard, keep, rows, controls });
    this.#inside = inside;
    for (const element of seat.guard.querySelectorAll<HTMLElement>(seat.rows)) this.#take(element);
    // What we change in a row from here on is looked at once more, and found to be as it should.
    this.#changes.observe(seat.guard, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: HEEDED });
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
    if (other) this.#askSoon();
  }

  #askSoon(): void {
    this.#asking ??= setTimeout(() => this.#watch(), SOON);
  }

  /** @returns whether it is about somebody else than before */
  #take(element: HTMLElement): boolean {
    const known = this.#rows.get(element);
    if (!this.#seat.guard.contains(element)) {
      this.#rows.delete(element);
      this.#sight.leave(element);
      known?.mark?.remove();
      takeAway(element, true);
      return false;
    }
    const about = aboutOf(element, this.#controls(element));
    this.#sight.watch(element);
    const same = known !== undefined && JSON.stringify([known.queries, known.bare]) === JSON.stringify([about.queries, about.bare]);
    const row: Row = same ? known : { view: UNKNOWN, near: false, ...known, element, ...about };
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
    const region = this.#touchpoint?.policy.region ?? '';
    const asked = rows.map(({ queries, bare }) => [...queries, ...bare.flatMap((number) => bareIn(region, number)).map((tel) => ({ tel }))]);
    const stop = this.#touchpoint?.watchPitch(asked.flat(), (views) => {
      elder?.();
      elder = undefined; // or each would hold on to all before it
      let [at, begun] = [0, false];
      for (const [index, row] of rows.entries()) begun = this.#know(row, views.slice(at, (at += asked[index]?.length ?? 0))) || begun;
      const { held, 'not-checked': unknown } = this.sum;
      this.#tell(held > 0 ? 'held' : unknown > 0 ? 'not-checked' : 'clear', begun);
    });
    this.#stop = () => {
      elder?.();
      stop?.();
    };
  }

  #tell(pitch: Pitch, begun: boolean): void {
    const { guard } = this.#seat;
    this.#inside.changed(pitch, begun);
    guard.setAttribute('pitch', pitch);
    guard.dispatchEvent(new SayOncePitchEvent(pitch, undefined));
  }

  #open({ hold }: Row['view'], label: string, from: HTMLElement): void {
    const { title, panel } = this.#inside;
    this.#inside.about({ hold, label });
    say(title, hold === undefined ? words.unchecked : words.hold);
    from.focus();
    panel.togglePopover();
  }

  /** @returns whether a call that was free is held now */
  #know(row: Row, views: readonly SalesContext[]): boolean {
    if (this.#rows.get(row.element) !== row) return false;
    const before = row.view;
    // Several numbers may be several people: it is clear once all of them are.
    row.view = worst(views) ?? UNKNOWN;
    if (row.view.pitch === before.pitch && row.view.hold === before.hold) return false;
    this.#draw(row);
    // A list that opens with ten thousand free calls has nothing to say about them.
    if (row.view.pitch === 'held' || row.told) row.element.dispatchEvent(new SayOncePitchEvent(row.view.pitch, row.view.hold));
    row.told = row.view.pitch === 'held';
    return before.pitch === 'clear' && row.view.pitch === 'held';
  }

  #seen(element: Element, near: boolean): void {
    const row = this.#rows.get(element);
    if (row === undefined || row.near === near) return;
    row.near = near;
    this.#draw(row);
  }

  /** A call that is held is so at once, wherever its row is; all else waits until somebody sees it. */
  #draw(row: Row): void {
    const { element, view, near } = row;
    const { keep } = this.#seat;
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
      for (const control of controls) shut(control, false, keep);
      if (focused) controls[0]?.focus();
      return;
    }
    const controls = this.#controls(element);
    for (const control of controls) shut(control, true, keep);
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
    for (const type of ['pointerenter', 'focus']) button.addEventListener(type, () => this.#inside.ask());
    button.addEventListener('click', () => {
      const { view } = this.#rows.get(row.element) ?? row;
      this.#open(view, row.element.dataset['label'] ?? '', button);
    });
    const root = mark.attachShadow({ mode: 'open', delegatesFocus: true });
    adopt(root, [guardStyles]);
    root.append(button);
    const [control] = controls;
    if (control !== undefined) control.after(mark);
    else (row.element.matches('tr, [role=row]') ? (row.element.lastElementChild ?? row.element) : row.element).append(mark);
    return mark;
  }

  /** What in a row may start a call: what the host names, else what usually does; and every link that calls. */
  #controls(row: HTMLElement): HTMLElement[] {
    const { controls } = this.#seat;
    return [...row.querySelectorAll<HTMLElement>(`a, area, form, ${controls || CONTROLS}`)].filter((one) => this.#isControl(one));
  }

  #isControl(one: Element): boolean {
    const { controls } = this.#seat;
    return isCall(one) || one.matches(controls || `:is(${CONTROLS}):not(${PAGES})`);
  }

  /** Whether what happened may start a call: all rows that it is in are clear, or it is on nothing that calls. */
  allows(event: Event): boolean {
    const { target, submitter } = event as Partial<SubmitEvent>;
    const path = event.composedPath();
    // What calls may be in a component's own root; and a button may send the form of another row.
    const inner = [...path.slice(0, path.indexOf(target as EventTarget)), submitter];
    const isIn = inner.some((one) => one instanceof Element && this.#isControl(one));
    return [target, submitter].every((one) => !(one instanceof Element) || this.#allowsOn(one, isIn));
  }

  #allowsOn(target: Element, isIn: boolean): boolean {
    const { guard, rows, controls } = this.#seat;
    const around: HTMLElement[] = [];
    for (let at = target.closest<HTMLElement>(rows); at != null && guard.contains(at); at = at.parentElement?.closest<HTMLElement>(rows) ?? null) around.push(at);
    // What the page has changed in this very moment, no observer has told of yet.
    for (const element of around) if (this.#take(element)) this.#askSoon();
    const known = around.map((element) => this.#rows.get(element));
    if (known.some((row) => row?.mark?.contains(target) === true)) return true;
    if (known.length > 0 && known.every((row) => row?.view.pitch === 'clear')) return true;
    // A row may be a link, or a button, itself.
    if (around.some((element) => isCall(element) || element.matches(controls || SELF))) return false;
    if (isIn && guard.contains(target)) return false;
    return !this.#controls(around.at(-1) ?? guard).some((control) => control.contains(target));
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

  /** These are its rows no longer: it leaves them as they were, but for their addresses, which are the guard's to give back. */
  end(): void {
    this.stop();
    this.#changes.disconnect();
    for (const { element, mark } of this.#rows.values()) {
      this.#sight.leave(element);
      mark?.remove();
      for (const control of this.#controls(element)) shut(control, false, this.#seat.keep);
      delete element.dataset['pitch'];
      holdRowsInstead(element);
    }
    this.#rows.clear();
  }
}

/** what we have shut, and how it was before */
const shutByUs = new WeakMap<Element, { said: string | null; opacity: string }>();

/** Out of sight, or (`keep`) in sight, pale, and told to be no use. A link is told so, and pale, where its address is taken away. */
function shut(control: HTMLElement, is: boolean, keep: boolean): void {
  const before = shutByUs.get(control);
  if (is === (before !== undefined) || (keep && control.matches('a, area'))) return;
  if (is) shutByUs.set(control, { said: control.getAttribute('aria-disabled'), opacity: control.style.opacity });
  else shutByUs.delete(control);
  if (!keep) return void (control.hidden = is);
  control.style.opacity = before?.opacity ?? '0.55';
  const said = before === undefined ? 'true' : before.said;
  if (said === null) control.removeAttribute('aria-disabled');
  else control.setAttribute('aria-disabled', said);
}

/**
 * Everybody whom the page names and whom the links reach. A row that says nothing of itself is about the numbers that it shows, too,
 * where something in it (`controls`) may call one of them.
 */
function aboutOf(row: HTMLElement, controls: readonly Element[]): Pick<Row, 'queries' | 'bare'> {
  const queries = whom(row, {}, reached);
  const isMute = (control: Element): boolean => !row.contains(control.closest(DATA)) && (!isCall(control) || reached(addressOf(control)).length === 0);
  if (queries.length > 0 && (row.matches(DATA) || !controls.some(isMute))) return { queries, bare: [] };
  const { sure, bare } = numbersIn(row);
  return { queries: [...queries, ...sure.map((tel) => ({ tel }))], bare };
}
