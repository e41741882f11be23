import { SayOnceGuard } from '../guard.js';

if (customElements.get('say-once-guard') === undefined) customElements.define('say-once-guard', SayOnceGuard);

export type * from '../events.js';
export { SayOnceGuard };
