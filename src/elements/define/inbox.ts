import { SayOnceInbox } from '../inbox.js';
import { register } from './register.js';

register('say-once-inbox', SayOnceInbox);

export type * from '../events.js';
export { SayOnceInbox };
