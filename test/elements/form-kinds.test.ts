/** For shipping and for billing, at home, at work and on the move: sets of their own. */
import { fixture } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { company, open, until } from './page.js';
import { user } from '../support/user.js';

interface Shown {
  form: HTMLFormElement;
  field: (id: string) => HTMLInputElement;
  page: Touchpoint<'customer'>;
  person: string;
  sent: () => Promise<Record<string, string>>;
}

async function formOf(tokens: Record<string, string>, facts: Record<string, string> = {}, name = company()): Promise<Shown> {
  const page = await open(name, 'customer');
  const person = await page.person();
  await page.recordAll(person, Object.entries({ organization: 'Acme', ...facts }).map(([fact, value]): Draft => ({ kind: 'told', fact, value })));
  const fields = Object.entries({ ...tokens, last: 'organization' }).map(([id, token]) => `<label>${id} <input id="${id}" autocomplete="${token}"></label>`);
  const root = await fixture<HTMLElement>(`<say-once name="${name}" audience="customer"><say-once-form><form>${fields.join('')}</form></say-once-form></say-once>`);
  const form = root.querySelector('form') as HTMLFormElement;
  const field = (id: string): HTMLInputElement => form.querySelector(`#${id}`) as HTMLInputElement;
  await until(() => field('last').value);
  await new Promise((resolve) => setTimeout(resolve, 250));
  form.addEventListener('submit', (event) => event.preventDefault());
  const sent = async (): Promise<Record<string, string>> => {
    const recorded = new Promise((resolve) => root.addEventListener('say-once-recorded', resolve));
    form.requestSubmit();
    await recorded;
    return Object.fromEntries((await page.read(person)).facts.filter(({ fact }) => fact !== 'organization').map(({ fact, value }) => [fact, value]));
  };
  return { form, field, page, person, sent };
}

const values = ({ form }: Shown): Record<string, string> => Object.fromEntries([...form.querySelectorAll('input')].filter(({ id, value }) => id !== 'last' && value !== '').map(({ id, value }) => [id, value]));
const offers = ({ form }: Shown): string[] => [...form.querySelectorAll('.say-once-offer b')].map(({ textContent }) => textContent ?? '');

const BOTH = { s1: 'shipping street-address', s2: 'shipping postal-code', b1: 'billing street-address', b2: 'billing postal-code' };

describe('shipping and billing', () => {
  it('what was told for billing never fills shipping, nor half of it', async () => {
    const shown = await formOf(BOTH, { 'billing-street-address': '1 High St', 'billing-postal-code': 'LS6 2AB' });
    await expect.poll(() => values(shown)).toEqual({ b1: '1 High St', b2: 'LS6 2AB' });
    expect(offers(shown)).toEqual([]);
    const half = await formOf(BOTH, { 'street-address': '1 High St', 'postal-code': 'LS6 2AB', 'shipping-street-address': '9 Low St' });
    await expect.poll(() => values(half)).toEqual({ s1: '9 Low St', b1: '1 High St', b2: 'LS6 2AB' });
  });

  it('what was told of no kind is for both', async () => {
    const shown = await formOf(BOTH, { 'street-address': '1 High St', 'postal-code': 'LS6 2AB' });
    await expect.poll(() => values(shown)).toEqual({ s1: '1 High St', s2: 'LS6 2AB', b1: '1 High St', b2: 'LS6 2AB' });
  });

  it('each is told under its own name, and both that are the same once, for both', async () => {
    const differ = await formOf(BOTH);
    for (const [id, value] of Object.entries({ s1: '9 Low St', s2: 'LS1 1AA', b1: '1 High St', b2: 'LS1 1AA' })) await user.fill(differ.field(id), value);
    expect(await differ.sent()).toEqual({ 'shipping-street-address': '9 Low St', 'shipping-postal-code': 'LS1 1AA', 'billing-street-address': '1 High St', 'billing-postal-code': 'LS1 1AA' });
    const same = await formOf(BOTH);
    for (const [id, value] of Object.entries({ s1: '9 Low St', s2: 'LS1 1AA', b1: '9 Low St', b2: 'LS1 1AA' })) await user.fill(same.field(id), value);
    expect(await same.sent()).toEqual({ 'street-address': '9 Low St', 'postal-code': 'LS1 1AA' });
  });

  it('a form that asks for an address of no kind is offered it, not given it', async () => {
    const shown = await formOf({ a: 'street-address' }, { 'billing-street-address': '1 High St' });
    await expect.poll(() => values(shown)).toEqual({});
    expect(offers(shown)).toEqual(['1 High St']);
  });
});

describe('home, work and mobile', () => {
  it('each is filled with its own, and nobody’s work address goes home', async () => {
    const shown = await formOf({ m: 'mobile tel', h: 'home tel', w: 'work email', e: 'home email' }, { 'mobile-tel': '07700 900001', 'home-tel': '020 7946 0018', 'work-email': 'ada@work.example' });
    await expect.poll(() => values(shown)).toEqual({ m: '07700 900001', h: '020 7946 0018', w: 'ada@work.example' });
  });

  it('one number of no kind: it fills the one field that asks, and is offered where two do', async () => {
    expect(values(await formOf({ m: 'mobile tel' }, { tel: '07700 900001' }))).toEqual({ m: '07700 900001' });
    const two = await formOf({ m: 'mobile tel', h: 'home tel' }, { tel: '07700 900001' });
    await expect.poll(() => values(two)).toEqual({});
    expect(offers(two)).toEqual(['07700 900001', '07700 900001']);
  });

  it('a field for any number takes the only one there is, and offers one of several', async () => {
    expect(values(await formOf({ t: 'tel' }, { 'mobile-tel': '07700 900001' }))).toEqual({ t: '07700 900001' });
    const several = await formOf({ t: 'tel' }, { 'home-tel': '020 7946 0018', 'mobile-tel': '07700 900001' });
    await expect.poll(() => values(several)).toEqual({});
    expect(offers(several)).toHaveLength(1);
  });

  it('they find the customer like any other number or address of theirs', async () => {
    const desk = await open(company(), 'support');
    await desk.recordAll('cus_1', [{ kind: 'told', fact: 'mobile-tel', value: '07700 900001' }, { kind: 'told', fact: 'work-email', value: 'Ada@Work.Example' }]);
    expect(await desk.find({ phone: '+44 7700 900001' })).toMatchObject([{ customer: 'cus_1', matchedOn: ['tel'] }]);
    expect(await desk.find({ email: 'ada@work.example' })).toMatchObject([{ customer: 'cus_1' }]);
  });
});

describe('sections', () => {
  it('what is asked for again in another section is offered there, and told of nobody', async () => {
    const shown = await formOf({ a: 'section-me given-name', b: 'section-gift given-name' }, { 'given-name': 'Ada' });
    await expect.poll(() => values(shown)).toEqual({ a: 'Ada' });
    expect(offers(shown)).toEqual(['Ada']);
    await user.fill(shown.field('b'), 'Grace');
    expect(await shown.sent()).toEqual({ 'given-name': 'Ada' });
  });

  it('a section of its own for each kind is one person’s', async () => {
    const shown = await formOf({ s: 'section-one shipping postal-code', b: 'section-two billing postal-code' }, { 'postal-code': 'LS6 2AB' });
    await expect.poll(() => values(shown)).toEqual({ s: 'LS6 2AB', b: 'LS6 2AB' });
  });
});

describe('a street whose number has a field of its own', () => {
  const TOKENS = { Street: '', Housenumber: '' };

  it('is filled in its parts, and used as one; changed, it is told as one', async () => {
    const shown = await formOf({ ...TOKENS, Zip: 'postal-code' }, { 'address-line1': '12 Hill Road', 'postal-code': 'LS6 2AB' });
    await expect.poll(() => values(shown)).toEqual({ Street: 'Hill Road', Housenumber: '12', Zip: 'LS6 2AB' });
    expect(await shown.sent()).toEqual({ 'address-line1': '12 Hill Road', 'postal-code': 'LS6 2AB' });
    await user.fill(shown.field('Housenumber'), '14');
    const told = await shown.sent();
    expect(Object.keys(told)).not.toContain('address-number');
    expect(told['address-line1']).toBe('14 Hill Road');
  });
});
