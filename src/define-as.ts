import { SayOnceCard } from './elements/card.js';
import { register } from './elements/define/register.js';
import { SayOnceForm } from './elements/form.js';
import { SayOnceGuard } from './elements/guard.js';
import { SayOnceInbox } from './elements/inbox.js';
import { SayOnce } from './elements/say-once.js';

const ELEMENTS: Record<string, CustomElementConstructor> = { '': SayOnce, '-card': SayOnceCard, '-form': SayOnceForm, '-guard': SayOnceGuard, '-inbox': SayOnceInbox };

/**
 * Registers the elements under another prefix than `say-once`, beside whatever else is registered: `'acme-context'` makes
 * `<acme-context>`, `<acme-context-card>`, `<acme-context-form>`, `<acme-context-guard>` and `<acme-context-inbox>`. They and those of any other
 * prefix or copy find each other. Events, custom properties and `data-say-once` keep their names.
 *
 * @param prefix lower case, with a hyphen in it, because the provider's tag is the prefix itself
 * @throws SyntaxError (a `DOMException`) if that is no name for an element
 */
export function defineAs(prefix: string): void {
  for (const [name, element] of Object.entries(ELEMENTS)) {
    const tag = prefix + name;
    // One class has one tag, ever; asked for again, there is nothing left to do.
    if (!(customElements.get(tag)?.prototype instanceof element)) register(tag, class extends element {});
  }
}

export type * from './elements/events.js';
