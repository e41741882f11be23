import { SayOnce } from '../say-once.js';

if (customElements.get('say-once') === undefined) customElements.define('say-once', SayOnce);

export type * from '../events.js';
export { SayOnce };
