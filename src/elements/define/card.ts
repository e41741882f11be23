import { SayOnceCard } from '../card.js';

if (customElements.get('say-once-card') === undefined) customElements.define('say-once-card', SayOnceCard);

export type * from '../events.js';
export { SayOnceCard };
