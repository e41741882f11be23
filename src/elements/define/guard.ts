import { SayOnceGuard } from '../guard.js';
import { register } from './register.js';

register('say-once-guard', SayOnceGuard);

export type * from '../events.js';
export { SayOnceGuard };
