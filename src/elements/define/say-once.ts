import { SayOnce } from '../say-once.js';

customElements.get('say-once') ?? customElements.define('say-once', SayOnce);

export { SayOnce };
