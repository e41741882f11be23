import { SayOnceGuard } from '../guard.js';

customElements.get('say-once-guard') ?? customElements.define('say-once-guard', SayOnceGuard);

export { SayOnceGuard };
