/**
 * The lines of a history, some fifty in a block that the browser lays out only while it is near (`content-visibility`). Of plain
 * nodes: there may be a hundred thousand, which nobody renders anew, and a template keeps as much again of each.
 */
import type { AnyEntry } from '../model/entry.js';
import { channelName, who } from './card-view.js';
import { brief, clock } from './when.js';
import { commonWords } from './words/common.js';
import { historyWords as words } from './words/history.js';

/** `Fri 10:42`, `2 Nov 10:42`; of today the time alone. */
const fully = (at: number, now: number): string => (brief(at, now) === clock(at) ? clock(at) : commonWords.beside(brief(at, now), clock(at)));

function make<T extends keyof HTMLElementTagNameMap>(tag: T, className: string, ...inside: (Node | string)[]): HTMLElementTagNameMap[T] {
  const node = document.createElement(tag);
  if (className !== '') node.className = className;
  node.append(...inside);
  return node;
}

/** @param quiet it was taken back */
export function row(entry: AnyEntry, said: string, quiet: boolean, now: number): HTMLElement {
  const time = make('time', '', fully(entry.at, now));
  time.dateTime = new Date(entry.at).toISOString();
  const text = make('div', quiet ? 'quiet' : '', said);
  text.dir = 'auto';
  const from = words.from(channelName(entry.channel), who(entry));
  if (from !== '') text.append(' ', make('span', 'quiet', from));
  const line = make('div', 'entry', time, text);
  line.setAttribute('role', 'listitem');
  return line;
}

/** Entries that lie in one block of the page. */
export class Block {
  readonly node = make('div', 'block');
  readonly #entries: readonly AnyEntry[];
  readonly #row: (entry: AnyEntry, now: number) => HTMLElement;

  constructor(entries: readonly AnyEntry[], line: (entry: AnyEntry, now: number) => HTMLElement) {
    this.#entries = entries;
    this.#row = line;
    this.node.setAttribute('role', 'none');
    this.node.style.setProperty('--rows', String(entries.length));
    this.fill();
  }

  fill(): void {
    const now = Date.now();
    this.node.replaceChildren(...this.#entries.map((entry) => this.#row(entry, now)));
  }

  /** Says these alone anew: what is selected in another line, or read out, stays. */
  again(stamps: readonly string[]): void {
    if (stamps.length === 0) return;
    const now = Date.now();
    for (const [index, entry] of this.#entries.entries()) if (stamps.includes(entry.stamp)) this.node.children[index]?.replaceWith(this.#row(entry, now));
  }
}
