import { SayOnceForm } from '../form.js';

customElements.get('say-once-form') ?? customElements.define('say-once-form', SayOnceForm);

export { SayOnceForm };
