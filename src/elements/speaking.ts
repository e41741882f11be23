import { LitElement, type PropertyValues } from 'lit';
import { locale } from './when.js';
import { commonWords } from './words/common.js';
import { listen, live, toCome } from './words/spoken.js';

let observer: MutationObserver | undefined;

/** Says in which language, and in which direction, our words are: the page around them may have others. */
export function inOurs(element: Element): void {
  if (!(element instanceof HTMLElement) || element instanceof HTMLSlotElement) return;
  element.lang = locale();
  element.dir = commonWords.dir;
}

/** An element that says something, in the language of the page: it waits for its words before it says the first one. */
export class Speaking extends LitElement {
  override connectedCallback(): void {
    observer ??= new MutationObserver(() => live.forEach(listen));
    observer.observe(document, { subtree: true, attributeFilter: ['lang'] });
    live.add(this);
    listen(this);
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    live.delete(this);
  }

  protected override scheduleUpdate(): void | Promise<unknown> {
    return toCome()?.catch(() => undefined).then(() => super.scheduleUpdate()) ?? super.scheduleUpdate();
  }

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    for (const child of this.renderRoot.children) inOurs(child);
  }
}
