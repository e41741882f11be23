/** Which language our elements speak: that of the page around them. English is here; the others are fetched. */
import { said } from './table.js';

/** What is shown already, to be said anew when the words change. */
export const live: Set<{ requestUpdate(): void; reword?(): void } & Element> = new Set();

let pending: Promise<void> | undefined;
/** Words that are still to come. Nobody speaks before that, or somebody would have to read twice. */
export const toCome = (): Promise<void> | undefined => pending;

/** Changes the words, here and on the page. */
export function change(how: (languages: typeof import('./languages.js')) => void | Promise<void>): Promise<void> {
  const changing = import('./languages.js').then(how).finally(() => {
    if (pending === changing) pending = undefined;
    for (const element of live) {
      element.requestUpdate();
      element.reword?.();
    }
  });
  pending = changing;
  return changing;
}

/** One page has one language: where elements stand in two, the last that was heard of counts. */
export function listen(element: Element): void {
  let tag = element.closest<HTMLElement>('[lang]')?.lang ?? document.documentElement.lang;
  try {
    Intl.getCanonicalLocales(tag);
  } catch {
    tag = ''; // nothing that a language could be
  }
  if (tag === said.tag) return;
  said.tag = tag;
  // Where the words cannot be fetched, what we have is said.
  if (said.fit !== undefined || !/^(en\b|$)/i.test(tag)) change((languages) => languages.speak(tag)).catch(console.error);
  else for (const one of live) one.requestUpdate();
}
