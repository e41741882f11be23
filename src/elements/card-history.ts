/**
 * The whole history of a customer, read page by page as far as somebody scrolls, and drawn by the browser as far as it is in
 * sight (`content-visibility`; docs/decisions/0019). Loaded when it is opened.
 */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Context } from '../model/context.js';
import type { AnyEntry } from '../model/entry.js';
import type { Touchpoint } from '../touchpoint/types.js';
import type { Base } from './base.js';
import { Block, row } from './card-history-block.js';
import { historyLine } from './card-history-line.js';
import { channelName, who } from './card-view.js';
import { number } from './when.js';
import { historyWords as words } from './words/history.js';

/** Entries that are drawn together, and read at first; after that so many at a time; where most are passed over, as many as the desk gives. */
const PAGE = 50;
const MORE = 4 * PAGE;
const MANY = 500;

const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const plain = (text: string): string => text.normalize('NFKD').replace(/[\p{M}⁨⁩]/gu, '').toLowerCase();

export class History {
  readonly #card: Base;
  readonly #desk: Touchpoint<'support'>;
  readonly #tell: (error: unknown) => void;
  readonly #list = document.createElement('div');
  readonly #channels = new Set<string>();
  readonly #seen = new Set<string>();
  /** taken back, as far as was read: what takes back is newer than what it takes back */
  readonly #taken = new Set<string>();
  #observer: IntersectionObserver | undefined;
  #blocks: Block[] = [];
  #context: Context;
  #before: string | undefined;
  #end = false;
  #searched = 0;
  #find = '';
  #channel = '';
  /** an answer to an earlier question is dropped */
  #asked = 0;
  #reading = false;
  /** something was recorded while a page was being read */
  #missed = false;

  constructor(card: Base, desk: Touchpoint<'support'>, context: Context, tell: (error: unknown) => void) {
    this.#card = card;
    this.#desk = desk;
    this.#context = context;
    this.#tell = tell;
    this.#list.setAttribute('role', 'list');
    void this.#more();
  }

  stop(): void {
    this.#asked += 1;
    this.#observer?.disconnect();
  }

  /** What another desk has just recorded comes on top; what it took back is marked where it stands. */
  async changed(context: Context): Promise<void> {
    const whose = ({ group, life }: Context): string => JSON.stringify([group, life]);
    const another = whose(context) !== whose(this.#context);
    this.#context = context;
    if (another) return this.#anew();
    const asked = this.#asked;
    try {
      const { entries } = await this.#desk.history(context.customer, { limit: PAGE });
      if ((this.#missed = this.#reading) || asked !== this.#asked) return;
      const fresh = entries.filter(({ stamp }) => !this.#seen.has(stamp));
      // More than a page, or older than what stands there already: then its place is not on top. And what was struck must not stand there.
      if (fresh.length === PAGE || fresh.some(({ kind }) => kind === 'struck') || entries.slice(0, fresh.length).some((entry, index) => entry !== fresh[index])) return await this.#anew();
      const back = fresh.flatMap((entry) => this.#note(entry));
      const shown = fresh.filter((entry) => this.#fits(entry));
      if (shown.length > 0) this.#draw(shown, true);
      for (const block of this.#blocks) block.again(back);
      this.#card.requestUpdate();
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Says what stands there in the words of now: nobody else renders these lines. */
  reword(): void {
    for (const block of this.#blocks) block.fill();
  }

  async #anew(): Promise<void> {
    this.#asked += 1;
    this.#before = undefined;
    this.#end = this.#reading = false;
    this.#searched = 0;
    this.#blocks = [];
    this.#list.replaceChildren();
    await this.#more();
  }

  /** Remembers an entry; returns what it takes back. */
  #note(entry: AnyEntry): readonly string[] {
    this.#seen.add(entry.stamp);
    if (entry.channel !== undefined) this.#channels.add(entry.channel);
    const back = entry.kind === 'undone' || entry.kind === 'withdrawn' ? ((entry as { answers?: string[] }).answers ?? []) : [];
    for (const stamp of back) this.#taken.add(stamp);
    return back;
  }

  #textOf(entry: AnyEntry): string {
    const text = historyLine(entry, this.#context, this.#desk.policy, Date.now());
    return this.#taken.has(entry.stamp) ? words.takenBack(text) : text;
  }

  #fits(entry: AnyEntry): boolean {
    if (this.#channel !== '' && entry.channel !== this.#channel) return false;
    return this.#find === '' || plain(`${this.#textOf(entry)} ${channelName(entry.channel) ?? ''} ${who(entry) ?? ''}`).includes(this.#find);
  }

  /** Reads on until there is a page more to show, or nothing more to read. */
  async #more(): Promise<void> {
    if (this.#reading || this.#end) return;
    this.#reading = true;
    const asked = this.#asked;
    const limit = this.#find !== '' || this.#channel !== '' ? MANY : this.#before === undefined ? PAGE : MORE;
    const found: AnyEntry[] = [];
    let end = false;
    try {
      do {
        this.#card.requestUpdate();
        const page = await this.#desk.history(this.#context.customer, { limit, ...(this.#before === undefined ? {} : { before: this.#before }) });
        if (asked !== this.#asked) return;
        for (const entry of page.entries) this.#note(entry);
        found.push(...page.entries.filter((entry) => this.#fits(entry)));
        this.#searched += page.entries.length;
        this.#before = page.next;
        end = page.next === undefined;
      } while (found.length < PAGE && !end);
      for (let from = 0; from < found.length; from += PAGE) {
        // Whoever scrolls meanwhile gets a frame between two blocks.
        if (from > 0) await aTurn();
        if (asked !== this.#asked) return;
        this.#draw(found.slice(from, from + PAGE), false);
      }
    } catch (error) {
      this.#tell(error);
      end = true;
    } finally {
      if (asked === this.#asked) {
        this.#end = end;
        this.#reading = false;
        if (this.#missed) void this.changed(this.#context);
      }
      this.#card.requestUpdate();
      void this.#card.updateComplete.then(() => this.#look());
      // The button goes when it has nothing more to show: whoever pressed it goes on in what it showed.
      if (this.#end && (this.#card.renderRoot as ShadowRoot).activeElement?.matches('.earlier') === true) this.#list.parentElement?.focus();
    }
  }

  /** Watches the end of the list anew: an observer speaks only of what changes. */
  #look(): void {
    this.#observer?.disconnect();
    const end = this.#list.nextElementSibling;
    if (end === null || this.#end) return;
    this.#observer = new IntersectionObserver((all) => all.some(({ isIntersecting }) => isIntersecting) && void this.#more(), { root: end.parentElement, rootMargin: '600px' });
    this.#observer.observe(end);
  }

  #draw(entries: readonly AnyEntry[], first: boolean): void {
    const block = new Block(entries, (entry, now) => row(entry, this.#textOf(entry), this.#taken.has(entry.stamp), now));
    this.#blocks.push(block);
    if (first) this.#onTop(block.node);
    else this.#list.append(block.node);
  }

  /** What is being read stays where it is. Browsers see to that themselves, but for Safari. */
  #onTop(node: HTMLElement): void {
    const scroll = this.#list.parentElement;
    const { scrollTop = 0, scrollHeight = 0 } = scroll ?? {};
    this.#list.prepend(node);
    if (scroll !== null && scrollTop > 0 && !CSS.supports('overflow-anchor: auto')) scroll.scrollTop = scrollTop + scroll.scrollHeight - scrollHeight;
  }

  readonly #search = (event: Event): void => {
    const form = (event.currentTarget as HTMLElement).closest('form') as HTMLFormElement;
    const value = (name: string): string => (form.elements.namedItem(name) as HTMLInputElement).value;
    const [find, channel] = [plain(value('find').trim()), value('channel')];
    if (find === this.#find && channel === this.#channel) return;
    this.#find = find;
    this.#channel = channel;
    void this.#anew();
  };

  /** How far it has come is for the eye; whoever listens is told what came of it, once. */
  #status(): TemplateResult {
    const reading = this.#searched > MANY ? words.searched(number(this.#searched)) : words.reading;
    const ended = !this.#end ? '' : this.#blocks.length === 0 ? words.none : words.all;
    return html`<p class="quiet">${this.#reading ? reading : nothing}</p>
      <p class="quiet" role="status">${this.#reading ? nothing : ended}</p>`;
  }

  render(): TemplateResult {
    return html`<div class="history">
      <form role="search" @submit=${(event: Event) => event.preventDefault()}>
        <div><label for="find">${words.find}</label><input id="find" name="find" type="search" dir="auto" autocomplete="off" @input=${this.#search} /></div>
        <div>
          <label for="channel">${words.channel}</label>
          <select id="channel" name="channel" @change=${this.#search}>
            <option value="">${words.everywhere}</option>
            ${[...this.#channels].map((channel) => html`<option value=${channel}>${channelName(channel)}</option>`)}
          </select>
        </div>
      </form>
      <div class="scroll" role="group" tabindex="0" aria-label=${words.title}>
        ${this.#list}
        <button class="plain earlier" ?hidden=${this.#end} @click=${() => void this.#more()}>${words.earlier}</button>
      </div>
      ${this.#status()}
    </div>`;
  }
}
