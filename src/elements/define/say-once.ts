import { SayOnce } from '../say-once.js';
import { register } from './register.js';

register('say-once', SayOnce);

export type * from '../events.js';
export { SayOnce };
