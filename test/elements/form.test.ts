import { fixture, html } from '@open-wc/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PATIENCE } from '../../src/elements/form-submit.js';
import type { SayOnceForm } from '../../src/elements/form.js';
import type { SayOnce } from '../../src/elements/say-once.js';
import type { SayOnceErrorEvent, SayOnceRecordedEvent } from '../../src/elements/events.js';
import type { Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { saidIn } from '../support/said-in.js';
import { button, company, DAY, HOSTILE, open, part, sees, textOf, until } from './page.js';
import { user as userEvent } from '../support/user.js';

const FIELDS = `
  <p><label for="given">First name</label><input id="given" name="given" autocomplete="given-name" required></p>
  <p><label for="family">Last name</label><input id="family" name="family" autocomplete="family-name"></p>
  <p><label for="tel">Phone</label><input id="tel" name="tel" type="tel" autocomplete="section-a shipping home tel"></p>
  <p><label>Account <input id="account" name="account" data-say-once="account"></label></p>
  <p><label for="topic">About</label><select id="topic" name="topic" data-say-once="topic"><option value="">Choose</option><option value="bereavement">Somebody died</option></select></p>
  <p><label for="message">Message</label><textarea id="message" name="message"></textarea></p>
  <button name="via" value="first">Send</button> <button name="via" value="second" formaction="/other">Send otherwise</button>`;

const TOLD: Draft[] = [
  { kind: 'told', fact: 'given-name', value: 'Ada' },
  { kind: 'told', fact: 'family-name', value: 'Okafor' },
  { kind: 'told', fact: 'tel', value: '020 7946 0946' },
  { kind: 'told', fact: 'account', value: '4821-77' },
];

/** Somebody who told something on this device before. */
async function before(name: string, drafts: readonly Draft[] = TOLD): Promise<{ page: Touchpoint<'customer'>; person: string }> {
  const page = await open(name, 'customer');
  const person = await page.person();
  await page.begin(person, { channel: 'web-form' });
  await page.recordAll(person, drafts);
  await page.end(person);
  return { page, person };
}

async function formOf(name: string, fields = FIELDS, attributes = ''): Promise<{ host: SayOnceForm; form: HTMLFormElement; field: (id: string) => HTMLInputElement }> {
  const root = await fixture<HTMLElement>(`<say-once name="${name}" audience="customer"><say-once-form><form ${attributes}>${fields}</form></say-once-form></say-once>`);
  const host = root.querySelector('say-once-form') as SayOnceForm;
  const form = host.querySelector('form') as HTMLFormElement;
  return { host, form, field: (id: string) => form.querySelector(`#${id}`) as HTMLInputElement };
}

const valueOf = (field: HTMLInputElement): Promise<string> => until(() => field.value);
const describedBy = (field: HTMLElement): string =>
  (field.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ');
const settled = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 150));

describe('filling', () => {
  it('fills by autocomplete token whatever stands before it, and by data-say-once', async () => {
    const name = company();
    await before(name);
    const { host, field } = await formOf(name);
    expect(await valueOf(field('given'))).toBe('Ada');
    expect(field('family').value).toBe('Okafor');
    expect(await valueOf(field('tel'))).toBe('020 7946 0946');
    expect(field('account').value).toBe('4821-77');
    expect(field('message').value).toBe('');
    await sees(host, 'Welcome back, Ada. We filled in what you told us before.');
    await expect(host).to.be.accessible();
  });

  it('says with each field where its value came from', async () => {
    const name = company();
    await before(name);
    const { field } = await formOf(name);
    await valueOf(field('given'));
    expect(describedBy(field('given'))).toBe('You told us today');
    expect(field('given').nextElementSibling?.textContent).toBe('You told us today');
    // A line inside the label would become part of the field's name.
    expect(field('account').closest('label')?.textContent?.trim()).toBe('Account');
    expect(describedBy(field('account'))).toBe('You told us today');
  });

  it('keeps a description that the page gave', async () => {
    const name = company();
    await before(name);
    const { field } = await formOf(name, '<label for="given">Name</label><input id="given" autocomplete="given-name" aria-describedby="hint"><i id="hint">As in your passport.</i>');
    await valueOf(field('given'));
    expect(describedBy(field('given'))).toBe('As in your passport. You told us today');
    await userEvent.type(field('given'), 'm');
    expect(describedBy(field('given')).trim()).toBe('As in your passport.');
  });

  it('puts a name together, and takes one apart only where there is but one way', async () => {
    const [one, two, three] = [company(), company(), company()];
    await before(one);
    const joined = await formOf(one, '<input id="name" aria-label="Name" autocomplete="name">');
    expect(await valueOf(joined.field('name'))).toBe('Ada Okafor');
    await before(two, [{ kind: 'told', fact: 'name', value: 'Ada Okafor' }]);
    const apart = await formOf(two, '<input id="g" aria-label="First" autocomplete="given-name"><input id="f" aria-label="Last" autocomplete="family-name">');
    expect([await valueOf(apart.field('g')), apart.field('f').value]).toEqual(['Ada', 'Okafor']);
    await before(three, [{ kind: 'told', fact: 'name', value: 'Juan Carlos de la Vega' }, { kind: 'told', fact: 'account', value: '1' }]);
    const doubtful = await formOf(three, '<input id="g" aria-label="First" autocomplete="given-name"><input id="a" aria-label="Account" data-say-once="account">');
    await valueOf(doubtful.field('a'));
    expect(doubtful.field('g').value).toBe('');
  });

  it('chooses an option by value or by what it says', async () => {
    const name = company();
    await before(name, [{ kind: 'told', fact: 'country', value: 'gb' }, { kind: 'told', fact: 'country-name', value: 'Nigeria' }]);
    const { field } = await formOf(name, `<select id="code" aria-label="c" autocomplete="country"><option value=""></option><option value="GB">United Kingdom</option></select>
      <select id="named" aria-label="n" autocomplete="billing country-name"><option value=""></option><option value="566">Nigeria</option></select>`);
    expect(await valueOf(field('code'))).toBe('GB');
    expect(await valueOf(field('named'))).toBe('566');
  });

  it('never fills a secret, nor a field that is hidden, disabled or read-only', async () => {
    const name = company();
    await before(name, [...TOLD, { kind: 'told', fact: 'email', value: 'ada@mail.example' }]);
    const { form, field } = await formOf(name, `<input id="given" aria-label="g" autocomplete="given-name">
      <input type="password" aria-label="1" autocomplete="given-name"><input aria-label="2" autocomplete="cc-name"><input aria-label="3" autocomplete="one-time-code">
      <input type="password" aria-label="4" data-say-once="account"><input aria-label="5" autocomplete="cc-name" data-say-once="account"><input type="hidden" autocomplete="email">
      <input disabled aria-label="6" autocomplete="given-name"><input readonly aria-label="7" autocomplete="given-name"><fieldset disabled><input aria-label="8" autocomplete="given-name"></fieldset>
      <div style="display:none"><input aria-label="9" autocomplete="given-name"></div><input style="visibility:hidden" aria-label="10" autocomplete="given-name">
      <input aria-label="11" autocomplete="off"><input aria-label="12" autocomplete="new-password"><input aria-label="13" autocomplete="given-name" data-say-once="never"><input type="checkbox" aria-label="14" autocomplete="given-name">`);
    await valueOf(field('given'));
    const filled = [...form.querySelectorAll('input')].filter((input) => input.value !== '' && input.type !== 'checkbox').map((input) => input.id);
    expect(filled).toEqual(['given']);
    expect(form.querySelectorAll('[data-say-once-filled]')).toHaveLength(1);
  });

  it('does not carry what belongs to one issue to the next', async () => {
    const name = company();
    await before(name, [...TOLD, { kind: 'told', fact: 'order', value: 'B-77', class: 'issue' }, { kind: 'issue', words: 'Where is it?' }]);
    const { field } = await formOf(name, '<input id="given" aria-label="g" autocomplete="given-name"><input id="order" aria-label="o" data-say-once="order">');
    await valueOf(field('given'));
    expect(field('order').value).toBe('');
  });

  it('a field that refuses the value stays as it is', async () => {
    const name = company();
    await before(name, [...TOLD, { kind: 'told', fact: 'email', value: 'not an address' }]);
    const { field } = await formOf(name, '<input id="email" type="email" aria-label="e" autocomplete="email"><input id="short" maxlength="3" aria-label="s" data-say-once="account"><input id="given" aria-label="g" autocomplete="given-name">');
    await valueOf(field('given'));
    expect([field('email').value, field('short').value]).toEqual(['', '']);
  });

  it('is noticed by a framework that put a setter of its own on the field', async () => {
    const name = company();
    await before(name);
    const root = await fixture<HTMLElement>('<div><form><input id="given" aria-label="g" autocomplete="given-name"></form></div>');
    const input = root.querySelector('input') as HTMLInputElement;
    // As React does: it remembers what was set through its own setter, and ignores an `input` event that tells nothing new.
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') as PropertyDescriptor;
    let known = '';
    Object.defineProperty(input, 'value', { configurable: true, get: () => own.get?.call(input), set: (value: string) => { known = value; own.set?.call(input, value); } });
    const noticed: string[] = [];
    for (const type of ['input', 'change']) root.addEventListener(type, () => input.value !== known && noticed.push(`${type} ${input.value}`));
    const host = document.createElement('say-once');
    Object.assign(host, { name, audience: 'customer' });
    const wrapper = document.createElement('say-once-form');
    root.append(host);
    wrapper.append(root.querySelector('form') as Element);
    host.append(wrapper);
    await valueOf(input);
    expect(noticed).toEqual(['input Ada', 'change Ada']);
  });

  it('the page’s own form keeps the page’s own looks', async () => {
    const name = company();
    await before(name);
    const root = await fixture<HTMLElement>(`<div style="font: 21px/30px monospace; color: rgb(1, 2, 3); text-align: right"><say-once name="${name}"><say-once-form><form><p>Ours</p><input id="given" aria-label="g" autocomplete="given-name"></form></say-once-form></say-once></div>`);
    await valueOf(root.querySelector('#given') as HTMLInputElement);
    const { fontSize, fontFamily, color, textAlign } = getComputedStyle(root.querySelector('p') as Element);
    expect({ fontSize, fontFamily, color, textAlign }).toEqual({ fontSize: '21px', fontFamily: 'monospace', color: 'rgb(1, 2, 3)', textAlign: 'right' });
  });

  it('fills fields that appear later', async () => {
    const name = company();
    await before(name);
    const { form, field } = await formOf(name);
    await valueOf(field('given'));
    form.insertAdjacentHTML('beforeend', '<input id="late" aria-label="l" autocomplete="name">');
    expect(await valueOf(field('late'))).toBe('Ada Okafor');
  });
});

describe('invariant 7: what a person typed is never overwritten', () => {
  it('typed before we were ready', async () => {
    const name = company();
    await before(name);
    const root = await fixture<HTMLElement>(`<div><say-once-form><form>${FIELDS}</form></say-once-form></div>`);
    const [given, family] = [root.querySelector<HTMLInputElement>('#given'), root.querySelector<HTMLInputElement>('#family')];
    await userEvent.type(given as Element, 'Grace');
    const host = document.createElement('say-once');
    Object.assign(host, { name, audience: 'customer' });
    root.append(host);
    host.append(root.querySelector('say-once-form') as Element);
    expect(await valueOf(family as HTMLInputElement)).toBe('Okafor');
    expect(given?.value).toBe('Grace');
  });

  it('typed and taken out again: the field stays empty', async () => {
    const name = company();
    await before(name);
    const root = await fixture<HTMLElement>(`<div><say-once-form><form>${FIELDS}</form></say-once-form></div>`);
    const given = root.querySelector('#given') as HTMLInputElement;
    await userEvent.type(given, 'x');
    await userEvent.clear(given);
    given.blur();
    const host = document.createElement('say-once');
    Object.assign(host, { name, audience: 'customer' });
    root.append(host);
    host.append(root.querySelector('say-once-form') as Element);
    await valueOf(root.querySelector('#family') as HTMLInputElement);
    expect(given.value).toBe('');
  });

  it('given by the page', async () => {
    const name = company();
    await before(name);
    const { field } = await formOf(name, '<input id="given" aria-label="g" autocomplete="given-name" value="Grace"><input id="family" aria-label="f" autocomplete="family-name">');
    await valueOf(field('family'));
    expect(field('given').value).toBe('Grace');
  });

  it('a field one is in is offered the value, not given it', async () => {
    const name = company();
    await before(name);
    const root = await fixture<HTMLElement>(`<div><say-once-form><form>${FIELDS}</form></say-once-form></div>`);
    const given = root.querySelector('#given') as HTMLInputElement;
    const host = document.createElement('say-once');
    Object.assign(host, { name, audience: 'customer' });
    root.prepend(host);
    host.append(root.querySelector('say-once-form') as Element);
    await host.updateComplete;
    given.focus();
    await valueOf(root.querySelector('#family') as HTMLInputElement);
    expect(given.value).toBe('');
    expect(describedBy(given)).toContain('Is Ada still right?');
  });

  it('typed over what we filled in: ours is gone, and so is where it came from', async () => {
    const name = company();
    await before(name);
    const { field } = await formOf(name);
    await valueOf(field('given'));
    await userEvent.fill(field('given'), 'Grace');
    await settled();
    expect(field('given').value).toBe('Grace');
    expect(describedBy(field('given')).trim()).toBe('');
    expect(field('given').hasAttribute('data-say-once-filled')).toBe(false);
  });

  it('an old value is offered, not filled; accepted, it is told anew', async () => {
    const name = company();
    const old = Date.now() - 3 * 365 * DAY;
    const { page, person } = await before(name, [...TOLD.filter(({ kind, fact }: { kind: string; fact?: string }) => kind === 'told' && fact !== 'tel'), { kind: 'told', fact: 'tel', value: '020 7946 0946', at: old }]);
    const { host, form, field } = await formOf(name);
    await valueOf(field('given'));
    expect(await until(() => describedBy(field('tel')))).toBe(`Is 020 7946 0946 still right? You gave it in ${new Date(old).getFullYear()}.`);
    expect(field('tel').value).toBe('');
    await expect(host).to.be.accessible();
    const use = [...form.querySelectorAll('button')].find(({ textContent }) => textContent === 'Use it') as Element;
    await userEvent.click(use);
    expect(field('tel').value).toBe('020 7946 0946');
    expect(document.activeElement).toBe(field('tel'));
    form.addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    const told = await until(async () => (await page.history(person)).entries.find((entry) => entry.kind === 'told' && entry.at > old + DAY && (entry as { fact?: string }).fact === 'tel'));
    expect(told).toMatchObject({ value: '020 7946 0946', confirms: true });
  });

  it('a value that does not fit the field is said, and never cut: too long, of another pattern, not among the options', async () => {
    const name = company();
    await before(name, [...TOLD, { kind: 'told', fact: 'country', value: 'GB' }, { kind: 'told', fact: 'email', value: 'not an address' }]);
    const { host, form, field } = await formOf(
      name,
      `<label>Account <input id="account" maxlength="3" data-say-once="account"></label><label>Last name <input id="family" pattern="[a-z]+" autocomplete="family-name"></label><label>Email <input id="email" type="email" autocomplete="email"></label>
      <label>Country <select id="country" autocomplete="country"><option value="">Choose</option><option value="DE">Germany</option></select></label><label>First name <input id="given" autocomplete="given-name"></label>`,
    );
    await valueOf(field('given'));
    for (const [id, value] of Object.entries({ account: '4821-77', family: 'Okafor', email: 'not an address', country: 'United Kingdom' })) {
      expect(await until(() => describedBy(field(id)))).toBe(`Last time: ${value}. It does not fit into this field as it is.`);
      expect(field(id).value).toBe('');
    }
    expect(form.querySelectorAll('.say-once-offer button')).toHaveLength(0);
    await expect(host).to.be.accessible();
  });

  it('an offer is taken by keyboard, says what it would put in, and goes once somebody types', async () => {
    const name = company();
    await before(name, [...TOLD, { kind: 'told', fact: 'account', value: '9999-11' }]);
    const { form, field } = await formOf(name, '<label>First name <input id="given" autocomplete="given-name"></label><label>Account <input id="account" maxlength="7" data-say-once="account"></label>');
    const use = await until(() => form.querySelector<HTMLElement>('.say-once-offer button'));
    expect(use?.getAttribute('aria-label')).toBe('Use it: \u20689999-11\u2069');
    await userEvent.type(field('account'), '12');
    expect(form.querySelector<HTMLElement>('.say-once-offer')?.checkVisibility()).toBe(false);
    expect(describedBy(field('account')).trim()).toBe('');
    await userEvent.clear(field('account'));
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).toBe(use);
    await userEvent.keyboard('{Enter}');
    expect(field('account').value).toBe('9999-11');
    expect(document.activeElement).toBe(field('account'));
  });

  it('an offer that does not fit after all says so, and leaves the field as it is', async () => {
    const name = company();
    await before(name, [...TOLD, { kind: 'told', fact: 'account', value: '9999-11' }]);
    const { form, field } = await formOf(name, '<label>Account <input id="account" maxlength="3" data-say-once="account"></label>');
    await userEvent.click((await until(() => form.querySelector('.say-once-offer button'))) as Element);
    expect(field('account').value).toBe('');
    expect(describedBy(field('account'))).toBe('Last time: 9999-11. It does not fit into this field as it is.');
    expect(document.activeElement).toBe(field('account'));
  });

  it('two answers that disagree are asked about, not chosen between', async () => {
    const name = company();
    await before(name, [...TOLD, { kind: 'told', fact: 'account', value: '9999-11' }]);
    const { field } = await formOf(name);
    await valueOf(field('given'));
    expect(field('account').value).toBe('');
    expect(describedBy(field('account'))).toBe('Is 9999-11 still right? We have heard different answers.');
  });

  it('«Not you?» clears what we filled in, keeps what was typed, and starts somebody new', async () => {
    const name = company();
    const { page, person } = await before(name);
    const { host, form, field } = await formOf(name);
    await valueOf(field('given'));
    await userEvent.fill(field('family'), 'Hopper');
    await userEvent.type(field('message'), 'Half a message');
    const said = new Promise((resolve) => host.addEventListener('say-once-not-you', resolve));
    await userEvent.click(button(host, 'Not you?'));
    await said;
    expect([field('given').value, field('family').value, field('tel').value, field('message').value]).toEqual(['', 'Hopper', '', 'Half a message']);
    expect(form.querySelectorAll('.say-once-from, .say-once-offer, [data-say-once-filled]')).toHaveLength(0);
    await sees(host, 'Cleared. What you typed yourself is still there.');
    const next = await until(() => page.person(), (id) => id !== person);
    form.noValidate = true;
    form.addEventListener('submit', (event) => event.preventDefault());
    form.requestSubmit();
    await until(async () => (await page.read(next)).facts.find(({ value }) => value === 'Hopper'));
    expect((await page.read(person)).facts.map(({ value }) => value)).not.toContain('Hopper');
  });

  it('who types their own name and number over somebody else’s is somebody else, without a word; who corrects their own is not', async () => {
    const name = company();
    const desk = await open(name, 'support');
    const { page, person } = await before(name, [...TOLD, { kind: 'issue', words: 'From Ada.' }]);
    const send = async (values: Record<string, string>): Promise<void> => {
      const token = (id: string, its: string): string => `<input id="${id}" aria-label="${id}" autocomplete="${its}">`;
      const fields = `${token('given', 'given-name')}${token('family', 'family-name')}${token('tel', 'home tel')}${token('to', 'shipping name')}${token('there', 'shipping tel')}<textarea id="message" aria-label="message"></textarea><input id="account" aria-label="account" data-say-once="account">`;
      const { host, form, field } = await formOf(name, fields);
      form.addEventListener('submit', (event) => event.preventDefault());
      await valueOf(field('given'));
      for (const [id, value] of Object.entries(values)) await userEvent.fill(field(id), value);
      const recorded = new Promise((resolve) => host.addEventListener('say-once-recorded', resolve));
      form.requestSubmit();
      await recorded;
      host.closest('say-once')?.remove();
    };
    await send({ family: 'Okafor-Bell', tel: '+44 20 7946 0555', to: 'Mei Tan', there: '020 7946 0222' });
    expect(await page.person()).toBe(person);
    await send({ given: 'Grace', family: 'Hughes', tel: '020 7946 0111', message: 'From Grace.' });
    const next = await page.person();
    expect(next).not.toBe(person);
    expect((await page.read(next)).facts.map(({ fact, value }) => `${fact} ${value}`).toSorted()).toEqual(['family-name Hughes', 'given-name Grace', 'home-tel 020 7946 0111']);
    const waiting = await until(() => desk.unlinked(), (contexts) => contexts.length === 2);
    expect(waiting.map(({ facts, issues }) => [facts.find(({ fact }) => fact === 'home-tel')?.values.map(({ value }) => value), issues.map(({ words }) => words)])).toEqual([[['+44 20 7946 0555'], ['From Ada.']], [['020 7946 0111'], ['From Grace.']]]);
  });

  it('two people on one device are never joined, here or at a desk', async () => {
    const name = company();
    const desk = await open(name, 'support');
    const { page, person } = await before(name, [...TOLD, { kind: 'issue', words: 'From Ada.' }]);
    const { host, form, field } = await formOf(name);
    await valueOf(field('given'));
    await userEvent.click(button(host, 'Not you?'));
    const next = await until(() => page.person(), (id) => id !== person);
    form.noValidate = true;
    form.addEventListener('submit', (event) => event.preventDefault());
    await userEvent.fill(field('given'), 'Grace');
    // The number that both can be reached at joins nobody.
    await userEvent.fill(field('tel'), '020 7946 0946');
    await userEvent.type(field('message'), 'From Grace.');
    form.requestSubmit();
    await until(async () => (await page.read(next)).issues.length);
    expect((await page.read(person)).facts).toEqual([]);
    const again = await formOf(name);
    expect(await valueOf(again.field('given'))).toBe('Grace');
    expect([again.field('family').value, again.field('account').value]).toEqual(['', '']);
    const waiting = await until(() => desk.unlinked(), (contexts) => contexts.length === 2);
    expect(waiting.map(({ group, issues }) => [group.length, issues.map(({ words }) => words)])).toEqual([[1, ['From Ada.']], [1, ['From Grace.']]]);
  });
});

describe('sending', () => {
  it('records all in one contact: told, used, and the message as the issue', async () => {
    const name = company();
    const { page, person } = await before(name, TOLD.slice(0, 3));
    const { host, form, field } = await formOf(name);
    await valueOf(field('given'));
    await userEvent.fill(field('family'), 'Okafor-Bell');
    await userEvent.type(field('account'), '4821-77');
    await userEvent.type(field('message'), 'She was billed after I cancelled it.');
    await userEvent.selectOptions(field('topic'), 'bereavement');
    form.addEventListener('submit', (event) => event.preventDefault());
    const recorded = new Promise<SayOnceRecordedEvent>((resolve) => host.addEventListener('say-once-recorded', resolve));
    await userEvent.click(form.querySelector('button') as Element);
    expect((await recorded).saved).toBe(true);
    const { stamps } = await recorded;
    const said = (await page.history(person, { limit: 50 })).entries.filter(({ stamp }) => stamps.includes(stamp));
    expect(new Set(said.map(({ contact }) => contact)).size).toBe(1);
    expect(said.every(({ channel }) => channel === 'web-form')).toBe(true);
    const plain = said.map((entry) => Object.fromEntries(Object.entries(entry).filter(([key]) => ['kind', 'fact', 'value', 'confirms', 'words', 'topic'].includes(key))));
    expect(plain).toHaveLength(5);
    expect(plain).toEqual(
      expect.arrayContaining([
        { kind: 'used', fact: 'given-name', value: 'Ada' },
        { kind: 'used', fact: 'tel', value: '020 7946 0946' },
        { kind: 'told', fact: 'family-name', value: 'Okafor-Bell', confirms: true },
        { kind: 'told', fact: 'account', value: '4821-77' },
        { kind: 'issue', words: 'She was billed after I cancelled it.', topic: 'bereavement' },
      ]),
    );
    const { facts } = await page.read(person);
    expect(facts.filter(({ fact }) => fact === 'family-name').map(({ value }) => value)).toEqual(['Okafor-Bell']);
  });

  it('respects the form’s own validation: nothing is recorded before it passes', async () => {
    const name = company();
    const page = await open(name, 'customer');
    const { form, field } = await formOf(name);
    form.addEventListener('submit', (event) => event.preventDefault());
    await until(() => page.person());
    await userEvent.type(field('message'), 'Hello');
    await userEvent.click(form.querySelector('button') as Element);
    await settled();
    expect((await page.history(await page.person())).entries).toEqual([]);
  });

  it('is recorded as it was sent, though the page empties the form at once', async () => {
    const name = company();
    const page = await open(name, 'customer');
    const { form, field } = await formOf(name);
    const person = await page.person();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      form.reset();
    });
    await settled();
    // Nobody has done anything in it: what records it has not come yet.
    field('given').value = 'Ada';
    field('message').value = 'Read before it was gone.';
    form.requestSubmit();
    expect(field('message').value).toBe('');
    await until(async () => (await page.history(person)).entries.find((entry) => entry.kind === 'issue' && entry.words === 'Read before it was gone.'));
  });

  it('a page that stops one submission and lets the next pass gets the message recorded once', async () => {
    const name = company();
    const page = await open(name, 'customer');
    const { form, field } = await formOf(name);
    const person = await page.person();
    form.addEventListener('submit', (event) => event.preventDefault());
    await userEvent.type(field('given'), 'Ada');
    await userEvent.type(field('message'), 'Only once, please.');
    const issues = async (): Promise<number> => (await page.history(person)).entries.filter(({ kind }) => kind === 'issue').length;
    form.requestSubmit();
    await until(issues);
    await userEvent.type(field('account'), '4821-77');
    form.requestSubmit();
    await until(async () => (await page.read(person)).facts.find(({ fact }) => fact === 'account'));
    expect(await issues()).toBe(1);
  });

  /** Submits into a frame, as the browser does, and answers with where it went. */
  async function natively(name: string, press: (form: HTMLFormElement, field: (id: string) => HTMLInputElement) => Promise<void>, prepare: (host: SayOnceForm) => unknown = () => {}): Promise<{ url: URL; ms: number; submits: number; savedBefore: boolean }> {
    const frame = document.createElement('iframe');
    frame.name = `into-${name}`;
    document.body.append(frame);
    onTestFinished(() => frame.remove());
    const { host, form, field } = await formOf(name, FIELDS, `action="/there" target="into-${name}"`);
    let submits = 0;
    let saved = false;
    form.addEventListener('submit', () => (submits += 1));
    host.addEventListener('say-once-recorded', () => (saved = true));
    prepare(host);
    await until(() => host.closest('say-once')?.touchpoint ?? true);
    await settled();
    await userEvent.type(field('given'), 'Ada');
    await userEvent.type(field('message'), 'Please call me.');
    const began = performance.now();
    let savedBefore = false;
    const url = new Promise<URL>((resolve) => {
      const look = setInterval(() => {
        const { href } = (frame.contentWindow as Window).location;
        if (href === 'about:blank') return;
        clearInterval(look);
        resolve(new URL(href));
      }, 2);
      form.addEventListener('formdata', () => (savedBefore = saved));
    });
    await press(form, field);
    return { url: await url, ms: performance.now() - began, submits, savedBefore };
  }

  it('the form’s own action happens, with the same button, once it is saved; the page’s handlers see one submit', async () => {
    const { url, submits, savedBefore } = await natively(company(), async (form) => userEvent.click(form.querySelectorAll('button')[1] as Element));
    expect(url.pathname).toBe('/other');
    expect(url.searchParams.get('via')).toBe('second');
    expect(url.searchParams.get('message')).toBe('Please call me.');
    expect({ submits, savedBefore }).toEqual({ submits: 1, savedBefore: true });
  });

  it('a button that the page makes another one of while it is sent is in nobody’s way', async () => {
    const { url } = await natively(company(), async (form) => userEvent.click(form.querySelectorAll('button')[0] as Element), (host) => {
      const form = host.querySelector('form') as HTMLFormElement;
      form.addEventListener('submit', () => ((form.querySelectorAll('button')[0] as HTMLButtonElement).type = 'button'));
    });
    expect([url.pathname, url.searchParams.get('message')]).toEqual(['/there', 'Please call me.']);
  });

  it('Enter in a field submits with the form’s first button', async () => {
    const { url } = await natively(company(), async (_form, field) => {
      field('given').focus();
      await userEvent.keyboard('{Enter}');
    });
    expect([url.pathname, url.searchParams.get('via')]).toEqual(['/there', 'first']);
  });

  it('a failure of ours never blocks it, and is told', async () => {
    const errors: unknown[] = [];
    const { setTimeout: later } = window;
    onTestFinished(() => void (window.setTimeout = later));
    const { url } = await natively(
      company(),
      async (form) => userEvent.click(form.querySelector('button') as Element),
      (host) => {
        // Whoever relied on our patience coming to an end would wait for ever.
        window.setTimeout = ((work: TimerHandler, ms?: number, ...more: unknown[]) => (ms === PATIENCE ? 0 : later(work, ms, ...more))) as typeof setTimeout;
        host.addEventListener('say-once-error', (event: SayOnceErrorEvent) => errors.push(event.code));
        void until(() => host.closest('say-once')?.touchpoint).then((touchpoint) => touchpoint?.close());
      },
    );
    expect(url.pathname).toBe('/there');
    expect(errors).toContain('closed');
  });

  /** From now on, until the test is over. */
  function instead<T extends object, K extends keyof T & string>(owner: T, name: K, other: T[K]): void {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    Object.defineProperty(owner, name, { configurable: true, writable: true, value: other });
    onTestFinished(() => void (own === undefined ? Reflect.deleteProperty(owner, name) : Object.defineProperty(owner, name, own)));
  }

  it.each<[string, (host: SayOnceForm) => unknown]>([
    ['a full disk', () => {
      const { transaction } = IDBDatabase.prototype;
      instead(IDBDatabase.prototype, 'transaction', function (this: IDBDatabase, ...[stores, mode, options]) {
        if (mode === 'readwrite') throw new DOMException('full', 'QuotaExceededError');
        return transaction.call(this, stores, mode, options);
      });
    }],
    ['an exception inside, while it is read', (host) => host.querySelector('button')?.addEventListener('click', () => Object.defineProperty(host.querySelector('#given'), 'value', { get: () => { throw new TypeError('no'); } }))],
    ['an exception inside, while it is written', (host) => until(() => host.closest('say-once')?.touchpoint).then((touchpoint) => Object.assign(touchpoint ?? {}, { begin: () => { throw new TypeError('no'); } }))],
    ['a part of ours that never came', (host) => until(() => host.closest('say-once')?.touchpoint).then((touchpoint) => Object.assign(touchpoint ?? {}, { recordAll: () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')) }))],
  ])('%s never blocks it', async (_what, broken) => {
    const { url, ms } = await natively(company(), async (form) => userEvent.click(form.querySelector('button') as Element), broken);
    expect(url.pathname).toBe('/there');
    expect(url.searchParams.get('message')).toBe('Please call me.');
    expect(ms).toBeLessThan(4_000);
  });

  it('no storage never blocks it', async () => {
    instead(IDBFactory.prototype, 'open', () => { throw new DOMException('private', 'SecurityError'); });
    const { url } = await natively(company(), async (form) => userEvent.click(form.querySelector('button') as Element));
    expect(url.searchParams.get('message')).toBe('Please call me.');
  });

  it('an exception inside is told', async () => {
    const { host, form, field } = await formOf(company());
    form.addEventListener('submit', (event) => event.preventDefault());
    await until(() => (host.closest('say-once') as SayOnce).touchpoint);
    await settled();
    await userEvent.type(field('given'), 'Ada');
    const said = new Promise<SayOnceErrorEvent>((resolve) => host.addEventListener('say-once-error', resolve));
    Object.defineProperty(field('given'), 'value', { get: () => { throw new TypeError('no'); } });
    form.noValidate = true;
    form.requestSubmit();
    expect((await said).error).toBeInstanceOf(TypeError);
  });

  it.each([['3', 'bereavement'], ['A bill', 'billing'], ['Else', 'else']])('the topic is what the host’s table says of the answer: %s → %s', async (answer, topic) => {
    const name = company();
    const page = await open(name, 'customer');
    const { host, form, field } = await formOf(name, '<select id="topic" aria-label="t" data-say-once="topic"><option value="">–</option><option value="3">Somebody died</option><option value="4">A bill</option><option value="else">Else</option></select><textarea id="message" aria-label="m"></textarea>');
    host.setAttribute('topics', '{ "3": "bereavement", "A bill": "billing" }');
    form.addEventListener('submit', (event) => event.preventDefault());
    const person = await page.person();
    await settled();
    await userEvent.selectOptions(field('topic'), answer);
    await userEvent.type(field('message'), 'Please help.');
    form.requestSubmit();
    const issue = await until(async () => (await page.history(person)).entries.find(({ kind }) => kind === 'issue'));
    expect(issue).toMatchObject({ topic });
  });

  it('the next step is filled with what was said in this one, but for what belongs to one issue', async () => {
    const name = company();
    const { host, form, field } = await formOf(name, '<label>First name <input id="given" autocomplete="given-name"></label><label>Order <input id="order" data-say-once="order"></label><textarea id="message" aria-label="m"></textarea>');
    form.addEventListener('submit', (event) => event.preventDefault());
    await until(() => (host.closest('say-once') as SayOnce).touchpoint);
    await settled();
    await userEvent.type(field('given'), 'Ada');
    await userEvent.type(field('order'), 'B-77');
    await userEvent.type(field('message'), 'Where is it?');
    const recorded = new Promise((resolve) => host.addEventListener('say-once-recorded', resolve));
    form.requestSubmit();
    await recorded;
    form.outerHTML = '<form><label>Order <input id="order2" data-say-once="order"></label><label>First name <input id="given2" autocomplete="given-name"></label></form>';
    expect(await valueOf(host.querySelector('#given2') as HTMLInputElement)).toBe('Ada');
    await settled();
    expect(host.querySelector<HTMLInputElement>('#order2')?.value).toBe('');
  });

  it('what was said stays with who said it: «Not you?» and another customer come too late', async () => {
    const name = company();
    const { page, person } = await before(name);
    const { host, form, field } = await formOf(name);
    form.addEventListener('submit', (event) => event.preventDefault());
    await valueOf(field('given'));
    await userEvent.type(field('message'), 'Please call me.');
    const recorded = new Promise<SayOnceRecordedEvent>((resolve) => host.addEventListener('say-once-recorded', resolve));
    form.requestSubmit();
    button(host, 'Not you?')?.click();
    expect((await recorded).customer).toBe(person);
    expect((await page.read(person)).issues).toHaveLength(1);

    const root = await fixture<SayOnce>('<say-once audience="customer"><say-once-form customer="cus_1"><form><textarea id="message" aria-label="m"></textarea></form></say-once-form></say-once>');
    const late = root.querySelector('say-once-form') as SayOnceForm;
    late.addEventListener('submit', (event) => event.preventDefault());
    // At once: a <say-once> that has no name for two seconds is told of it, and nobody waits for it any longer.
    const message = late.querySelector('#message') as HTMLTextAreaElement;
    message.value = 'Please help.';
    message.dispatchEvent(new Event('input', { bubbles: true }));
    const said = new Promise<SayOnceRecordedEvent>((resolve) => late.addEventListener('say-once-recorded', resolve));
    late.querySelector('form')?.requestSubmit();
    late.customer = 'cus_2';
    root.name = company();
    expect((await said).customer).toBe('cus_1');
  });

  it('of another customer the form knows nothing of the one before, and takes their words though they are the same', async () => {
    const name = company();
    await before(name);
    const { host, form, field } = await formOf(name);
    form.addEventListener('submit', (event) => event.preventDefault());
    await valueOf(field('given'));
    const recorded: SayOnceRecordedEvent[] = [];
    host.addEventListener('say-once-recorded', (event) => recorded.push(event));
    await userEvent.type(field('message'), 'Please call me.');
    form.requestSubmit();
    await until(() => recorded[0]);
    host.customer = 'cus_2';
    await until(() => field('given').value === '');
    expect(field('account').value).toBe('');
    expect(textOf(host)).not.toContain('Welcome back');
    form.noValidate = true;
    form.requestSubmit();
    await until(() => recorded[1]);
    expect(recorded[1]).toMatchObject({ customer: 'cus_2', kinds: ['issue'] });
  });

  it('sent again after what guesses its fields has come, it tells nothing twice', async () => {
    const name = company();
    const { host, form, field } = await formOf(name, '<label>First name <input id="given"></label><textarea id="message" aria-label="m"></textarea>');
    form.addEventListener('submit', (event) => event.preventDefault());
    await until(() => (host.closest('say-once') as SayOnce).touchpoint);
    const recorded: SayOnceRecordedEvent[] = [];
    host.addEventListener('say-once-recorded', (event) => recorded.push(event));
    for (const [id, value] of [['given', 'Ada'], ['message', 'Please help.']] as const) {
      field(id).value = value;
      field(id).dispatchEvent(new Event('input', { bubbles: true }));
    }
    form.requestSubmit();
    await until(() => recorded[0]);
    form.requestSubmit();
    await settled();
    expect(recorded.map(({ kinds }) => kinds)).toEqual([['told', 'issue']]);
  });

  it('puts nothing into a form that waits to be sent: nobody would see it', async () => {
    const name = company();
    await before(name);
    const { url } = await natively(
      name,
      async (form) => userEvent.click(form.querySelector('button') as Element),
      (host) => {
        const form = host.querySelector('form') as HTMLFormElement;
        void until(() => host.closest('say-once')?.touchpoint).then((touchpoint) => {
          if (touchpoint !== undefined) touchpoint.recordAll = () => new Promise(() => {});
        });
        form.addEventListener('submit', () => setTimeout(() => form.insertAdjacentHTML('beforeend', '<input name="late" aria-label="l" autocomplete="family-name">'), 50));
      },
    );
    expect(url.searchParams.get('family')).toBe('Okafor');
    expect(url.searchParams.get('late')).toBe('');
  });

  it('a store that does not answer holds it for a second and a half, no longer', async () => {
    const name = company();
    const { ms, url } = await natively(
      name,
      async (form) => userEvent.click(form.querySelector('button') as Element),
      // The whole exchange with the disk stands still: nothing ever completes.
      (host) =>
        void until(() => host.closest('say-once')?.touchpoint).then((touchpoint) => {
          if (touchpoint !== undefined) touchpoint.recordAll = () => new Promise(() => {});
        }),
    );
    expect(url.pathname).toBe('/there');
    expect(ms).toBeGreaterThan(PATIENCE - 100);
  });

  it('without a touchpoint the form is just a form', async () => {
    const root = await fixture<HTMLElement>(`<say-once-form><form>${FIELDS}</form></say-once-form>`);
    const form = root.querySelector('form') as HTMLFormElement;
    form.noValidate = true;
    let prevented: boolean | undefined;
    const last = (event: Event): void => {
      prevented = event.defaultPrevented;
      event.preventDefault();
    };
    window.addEventListener('submit', last);
    onTestFinished(() => window.removeEventListener('submit', last));
    form.requestSubmit();
    expect(prevented).toBe(false);
  });

  it('fields that are named like the form’s own methods are in nobody’s way', async () => {
    const name = company();
    const page = await open(name, 'customer');
    const { form } = await formOf(name, '<input name="elements" aria-label="e" value="x"><input name="submit" aria-label="s"><input name="requestSubmit" aria-label="r"><textarea id="message" name="message" aria-label="m"></textarea>');
    form.addEventListener('submit', (event) => event.preventDefault());
    const person = await page.person();
    await settled();
    await userEvent.type(form.querySelector('textarea') as Element, 'Still heard.');
    HTMLFormElement.prototype.requestSubmit.call(form);
    await until(async () => (await page.read(person)).issues.find(({ words }) => words === 'Still heard.'));
  });

  it('a secret in it does not take the message with it', async () => {
    const name = company();
    const page = await open(name, 'customer');
    const { form, field } = await formOf(name, '<input id="pin" aria-label="p" data-say-once="pin"><textarea id="message" aria-label="m"></textarea>');
    form.addEventListener('submit', (event) => event.preventDefault());
    const person = await page.person();
    await settled();
    await userEvent.type(field('pin'), '4711');
    await userEvent.type(field('message'), 'I cannot get in.');
    form.requestSubmit();
    await until(async () => (await page.read(person)).issues.length);
    expect(saidIn(await page.history(person))).not.toContain('4711');
  });
});

describe('invariant 12: hostile text is text', () => {
  it.each(HOSTILE)('%s', async (hostile) => {
    const name = company();
    const value = hostile.slice(0, 400);
    await before(name, [
      { kind: 'told', fact: 'given-name', value },
      { kind: 'told', fact: 'account', value },
      { kind: 'told', fact: 'account', value: 'another' },
      { kind: 'told', fact: 'account', value },
    ]);
    const { host, form, field } = await formOf(name);
    await until(() => form.querySelector('.say-once-offer'));
    expect(part(host, 'p')?.children).toHaveLength(0);
    expect([...form.querySelectorAll('.say-once-offer *')].map(({ localName }) => localName)).toEqual(['span', 'b', 'button']);
    expect(textOf(host)).not.toMatch(/[‪-‮‎‏]/);
    expect(field('account').value).toBe('');
    expect((globalThis as { hostile?: number }).hostile).toBeUndefined();
  });
});

it('lines and banner without a form, or with one that comes late, do no harm', async () => {
  const name = company();
  await before(name);
  const root = await fixture<HTMLElement>(html`<say-once name=${name} audience="customer"><say-once-form></say-once-form></say-once>`);
  const host = root.querySelector('say-once-form') as SayOnceForm;
  await settled();
  host.innerHTML = `<form>${FIELDS}</form>`;
  expect(await valueOf(host.querySelector('#given') as HTMLInputElement)).toBe('Ada');
});
