/** What the states are made of: real touchpoints in a browser of their own, and Ada. */
import '../../src/define.js';
import type { SayOnceCard } from '../../src/elements/card.js';
import type { SayOnce } from '../../src/elements/say-once.js';
import type { Audience, Draft } from '../../src/model/entry.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { Touchpoint, TouchpointOptions } from '../../src/touchpoint/types.js';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const NAME = 'shots';
export const WORDS = 'My mother has passed away. I want to be sure her service was disconnected. She was billed after I cancelled it.';
export const ISSUE = { kind: 'issue', words: WORDS, topic: 'bereavement', channel: 'web-form' } as const;

export const open = <A extends Audience>(audience: A, more: Partial<TouchpointOptions<A>> = {}): Promise<Touchpoint<A>> =>
  openTouchpoint<A>({ name: NAME, as: { audience, id: `${audience}-1`, label: audience === 'support' ? 'Ben' : 'Sam' }, keys: 'device', ...more });

/** Waits for what changes by itself. */
export async function until<T>(look: () => T | Promise<T>, what: string): Promise<NonNullable<T>> {
  for (const end = performance.now() + 8_000; performance.now() < end; await new Promise((again) => setTimeout(again, 20))) {
    const value = await look();
    if (value) return value;
  }
  throw new Error(`it did not come to be: ${what}`);
}

const told = (facts: Record<string, string>, at: number, where: object): Draft[] => Object.entries(facts).map(([fact, value], index) => ({ kind: 'told', fact, value, at: at + 1000 + index, ...where }));

/** Known for long, confirmed in a shop; called five weeks ago. */
export async function ada(desk: Touchpoint<'support'>, more: readonly Draft[] = []): Promise<void> {
  const [known, called] = [Date.now() - 210 * DAY, Date.now() - 33 * DAY];
  const shop = { channel: 'shop', contact: 'shop-1', chain: 'shop-1' } as const;
  const call = { channel: 'phone', contact: 'call-1', chain: 'call-1' } as const;
  const facts = { 'given-name': 'Ada', 'family-name': 'Okafor', nickname: 'Ada', account: '4821-77', tel: '020 7946 0946', email: 'ada.okafor@mail.example', 'street-address': '14 Larch Row', 'postal-code': 'LS6 2AB', bday: '1971-04-09', language: 'en', reach: 'mornings by phone', 'customer-since': '2009-03-02' };
  await desk.recordAll('cus_1', [
    { kind: 'checked', method: 'id-document', level: 'verified', goodFor: ['*'], until: known + 30 * MINUTE, at: known, ...shop },
    ...told(facts, known, shop),
    { kind: 'contact', phase: 'began', at: called, ...call },
    { kind: 'step', step: 'note', words: 'Her mother’s line at 3 Mill Lane is to be cancelled; order placed.', at: called + 5 * MINUTE, ...call },
    { kind: 'felt', felt: 'relieved', at: called + 6 * MINUTE, ...call },
    { kind: 'contact', phase: 'ended', seconds: 384, at: called + 384_000, ...call },
    ...more,
  ]);
}

/** What somebody wrote on the public page, taken up by the desk that is open. */
export async function written(desk: Touchpoint<'support'>): Promise<void> {
  const page = await open('customer');
  const person = await page.person();
  await page.begin(person, { channel: 'web-form' });
  await page.recordAll(person, [...told({ 'given-name': 'Ada', account: '482177', tel: '+44 20 7946 0946' }, Date.now() - MINUTE, {}), { kind: 'issue', words: WORDS }]);
  await until(async () => (await desk.unlinked()).length > 0, 'the message at the desk');
}

/** A provider with this inside; `undefined` audience: without one. */
export function show(inside: string, audience: Audience, attributes = 'keys="device"'): SayOnce {
  document.body.innerHTML = `<say-once name="${NAME}" audience="${audience}" rep="rep-17" label="Ana" ${attributes}>${inside}</say-once>`;
  return document.querySelector('say-once') as SayOnce;
}

export const touchpointOf = (root: SayOnce): Promise<Touchpoint> => until(() => root.touchpoint, 'a touchpoint');

export async function card(attributes = 'customer="cus_1"'): Promise<{ card: SayOnceCard; desk: Touchpoint<'support'> }> {
  const root = show(`<say-once-card ${attributes}></say-once-card>`, 'support');
  return { card: root.querySelector('say-once-card') as SayOnceCard, desk: (await touchpointOf(root)) as Touchpoint<'support'> };
}

export const reads = (element: Element, text: string): Promise<unknown> => until(() => element.shadowRoot?.textContent?.replace(/[⁨⁩]/g, '').includes(text), `«${text}» in ${element.localName}`);

/** Presses a button in an element's shadow. */
export async function press(element: Element, name: string): Promise<void> {
  const found = await until(() => [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((one) => one.textContent?.includes(name)), `a button «${name}»`);
  found.focus(); // as a real click does: focus comes back here
  found.click();
}

export async function write(element: Element, text: string): Promise<void> {
  const field = await until(() => element.shadowRoot?.querySelector('textarea'), 'a field');
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

/** From now on nothing can be written. */
export function fillUp(): void {
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...[stores, mode, options]) {
    if (mode === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
    return transaction.call(this, stores, mode, options);
  };
}
