import { SayOnceForm } from '../form.js';

if (customElements.get('say-once-form') === undefined) customElements.define('say-once-form', SayOnceForm);

export type * from '../events.js';
export { SayOnceForm };
