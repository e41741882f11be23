import { Base, type PropertyValues } from './base.js';
import { said } from './words/table.js';

const live = new Set<Speaking>();
let observer: MutationObserver | undefined;
/** the language of the page (BCP 47, as it stands there); empty: ours */
let spoken = '';
/** How long somebody waits for their own language before they read English, ms. */
const PATIENCE = 2_000;
/** words that are still to come */
let coming: Promise<unknown> | undefined;

/** Changes the words, here and on the page. */
export function change(how: (languages: typeof import('./words/languages.js')) => void | Promise<void>): Promise<void> {
  const changing = import('./words/languages.js').then(how);
  // Where they cannot be fetched, or do not come, what we have is said; what comes late is said then.
  const settled: Promise<void> = new Promise((resolve) => {
    const say = (): void => {
      clearTimeout(late);
      if (coming === settled) coming = undefined;
      Speaking.allAnew();
      resolve();
    };
    const late = setTimeout(say, PATIENCE);
    changing.then(say, say);
  });
  coming = settled;
  return changing;
}

/** One page has one language: where elements stand in two, the first of them counts. */
function listen(): void {
  const [first] = live;
  const tag = (first?.closest<HTMLElement>('[lang]') ?? document.documentElement).lang;
  if (tag === spoken) return;
  spoken = tag;
  if (said.fit === undefined && /^(en(-[A-Z]{2})?)?$/.test(tag)) {
    said.locale = tag.length > 2 ? tag : 'en-GB';
    Speaking.allAnew();
  } else change((languages) => languages.speak(tag, () => tag === spoken)).catch(console.error);
}

/**
 * Says in which language, and in which direction, our words are: the page around them may have others. Said anew, though it is the
 * same, a browser goes through everything inside.
 */
export function inOurs(element: Element): void {
  if (!(element instanceof HTMLElement) || element instanceof HTMLSlotElement || (element.lang === said.locale && element.dir === said.dir)) return;
  element.lang = said.locale;
  element.dir = said.dir;
}

/** An element that says something, in the language of the page: it waits for its words before it says the first one. */
export abstract class Speaking extends Base {
  override connectedCallback(): void {
    observer ??= new MutationObserver(listen);
    observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
    live.add(this);
    listen();
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    live.delete(this);
  }

  /** Says all anew: the words have changed. */
  protected reword(): void {
    this.requestUpdate();
  }

  static allAnew(): void {
    for (const one of live) one.reword();
  }

  protected override scheduleUpdate(): void | Promise<void> {
    return coming?.then(() => super.scheduleUpdate()) ?? super.scheduleUpdate();
  }

  /** Shows what is to be shown. */
  protected abstract draw(): void;

  protected override update(_changed: PropertyValues): void {
    this.draw();
    for (const child of this.renderRoot.children) inOurs(child);
  }
}
