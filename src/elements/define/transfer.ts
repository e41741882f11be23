import { SayOnceTransfer } from '../transfer.js';
import { register } from './register.js';

register('say-once-transfer', SayOnceTransfer);

export type * from '../events.js';
export { SayOnceTransfer };
