import { SayOnceCard } from '../card.js';
import { register } from './register.js';

register('say-once-card', SayOnceCard);

export type * from '../events.js';
export { SayOnceCard };
