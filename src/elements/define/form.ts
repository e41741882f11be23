import { SayOnceForm } from '../form.js';
import { register } from './register.js';

register('say-once-form', SayOnceForm);

export type * from '../events.js';
export { SayOnceForm };
