/** Every state of the form, and of what stands beside its fields. */
import type { Draft } from '../../src/model/entry.js';
import { DAY, fillUp, open, press, reads, show, until } from './scene.js';

const FORM = `<say-once-form><form>
  <p><label for="given">First name</label><input id="given" name="given" autocomplete="given-name"></p>
  <p><label for="family">Last name</label><input id="family" name="family" autocomplete="family-name"></p>
  <p><label>Phone <input id="tel" name="tel" type="tel" autocomplete="tel"></label></p>
  <p><label for="country">Country</label><select id="country" name="country" autocomplete="country"><option value="">Choose</option><option value="GB">United Kingdom</option><option value="NG">Nigeria</option></select></p>
  <p><label for="account">Account number</label><input id="account" name="account" data-say-once="account"></p>
  <p><label for="message">How can we help?</label><textarea id="message" name="message" rows="3"></textarea></p>
  <p><button>Send</button></p></form></say-once-form>`;

const told = (facts: Record<string, string>, more: object = {}): Draft[] => Object.entries(facts).map(([fact, value]) => ({ kind: 'told', fact, value, ...more }));
const ADA = told({ 'given-name': 'Ada', 'family-name': 'Okafor', tel: '020 7946 0946', country: 'GB', account: '4821-77' });

async function filled(drafts: readonly Draft[], text = 'Welcome back'): Promise<Element> {
  const page = await open('customer');
  const person = await page.person();
  await page.recordAll(person, drafts);
  const form = show(FORM, 'customer', '').querySelector('say-once-form') as Element;
  if (text !== '') await reads(form, text);
  return form;
}

/** Somebody who told us all this, and wrote to us, looks at what the page knows. */
async function seen(drafts: readonly Draft[] = ADA): Promise<Element> {
  const form = await filled([...drafts, { kind: 'issue', words: 'She was billed after I cancelled it.' }]);
  await press(form, 'See it all');
  await reads(form, 'What this page knows');
  return form;
}

const field = (id: string): HTMLInputElement => document.getElementById(id) as HTMLInputElement;

export const formStates: Record<string, () => Promise<unknown>> = {
  'form-unknown': () => filled([], ''),
  'form-prefilled': () => filled(ADA),
  'form-prefilled-last-week': () => filled(ADA.map((draft, index) => ({ ...draft, at: Date.now() - 6 * DAY, channel: index === 2 ? 'ivr' : index === 4 ? 'phone' : 'web-form' }))),
  'form-offered-old': () => filled([...ADA.slice(0, 2), ...told({ tel: '020 7946 0946', account: '4821-77' }, { at: Date.now() - 3 * 365 * DAY })]),
  'form-offered-different-answers': () => filled([...ADA.slice(0, 2), ...told({ tel: '020 7946 0946' }, { at: Date.now() - DAY, contact: 'a' }), ...told({ tel: '020 7946 0111' }, { contact: 'b' })]),
  'form-only-offered': () => filled(told({ tel: '020 7946 0946' }, { at: Date.now() - 3 * 365 * DAY }), 'Please look whether'),
  'form-offered-does-not-fit': () => filled([...ADA.slice(0, 2), ...told({ country: 'IS', tel: '020 7946 0946' })]),
  'form-typed-over': async () => {
    await filled(ADA);
    field('given').value = 'Grace';
    field('given').dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  },
  'form-cleared': async () => {
    const form = await filled(ADA);
    await press(form, 'Not you?');
    await reads(form, 'Cleared.');
  },
  'form-long-value': () => filled([...told({ 'given-name': 'Wolfeschlegelsteinhausenbergerdorff '.repeat(4) }, { at: Date.now() - 3 * 365 * DAY }), ...ADA.slice(1)]),
  'form-known-only': () => filled(told({ reach: 'Mornings, by phone' }), 'remembers'),
  'form-mine': () => seen([...ADA.map((draft, index) => ({ ...draft, at: Date.now() - 6 * DAY, channel: index === 2 ? 'ivr' : 'web-form' })), ...told({ reach: 'Mornings, by phone' }), ...told({ email: 'ada.okafor@mail.example' }, { at: Date.now() - 4 * 365 * DAY })]),
  'form-mine-change': async () => press(await seen(), 'Change'),
  'form-mine-changed': async () => {
    const form = await seen();
    await press(form, 'Change');
    const right = await until(() => form.shadowRoot?.querySelector<HTMLInputElement>('#right'), 'the field');
    right.value = 'Grace';
    await press(form, 'Save');
    await reads(form, 'Changed: ');
  },
  'form-mine-empty-refused': async () => {
    const form = await seen();
    await press(form, 'Change');
    (await until(() => form.shadowRoot?.querySelector<HTMLInputElement>('#right'), 'the field')).value = '';
    await press(form, 'Save');
    await reads(form, 'Nothing was typed');
  },
  'form-mine-withdrawn': async () => {
    const form = await seen();
    await press(form, 'Withdraw');
    await reads(form, 'Taken back: ');
  },
  'form-mine-question': async () => {
    const form = await seen();
    const all = [...(form.shadowRoot?.querySelectorAll('button') ?? [])].filter(({ textContent }) => textContent === 'Withdraw');
    all.at(-1)?.click();
    await reads(form, 'Take this question back?');
  },
  'form-mine-nothing': async () => {
    const form = await filled(told({ tel: '020 7946 0946' }));
    await press(form, 'See it all');
    await press(form, 'Withdraw');
    await reads(form, 'knows nothing about you');
  },
  'form-mine-forget': async () => {
    const form = await seen();
    await press(form, 'Forget me');
    await reads(form, 'This cannot be undone');
  },
  'form-mine-forgotten': async () => {
    const form = await seen();
    await press(form, 'Forget me');
    await until(() => form.shadowRoot?.querySelector<HTMLButtonElement>('.ask .main'), 'the question').then((yes) => yes.click());
    await reads(form, 'Forgotten.');
  },
  'form-mine-not-saved': async () => {
    const form = await seen();
    fillUp();
    await press(form, 'Withdraw');
    await reads(form, 'could not save it');
  },
  'form-sent': async () => {
    const form = await filled(ADA);
    field('message').value = 'She was billed after I cancelled it.';
    form.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
    let recorded = false;
    form.addEventListener('say-once-recorded', () => (recorded = true));
    form.querySelector('form')?.requestSubmit();
    await until(() => recorded, 'the record');
  },
};
