import { SayOnceCard } from '../card.js';

customElements.get('say-once-card') ?? customElements.define('say-once-card', SayOnceCard);

export { SayOnceCard };
