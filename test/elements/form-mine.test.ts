import { fixture } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import type { SayOnceRecordedEvent } from '../../src/elements/events.js';
import type { SayOnceForm } from '../../src/elements/form.js';
import type { Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { button, company, DAY, fits, open, part, sees, textOf, until } from './page.js';
import { user } from '../support/user.js';

const TOLD: Draft[] = [
  { kind: 'told', fact: 'given-name', value: 'Ada' },
  { kind: 'told', fact: 'tel', value: '020 7946 0946' },
];
const FIELDS = '<label>First name <input id="given" autocomplete="given-name"></label> <label>Phone <input id="tel" autocomplete="tel"></label> <label>Message <textarea id="message"></textarea></label>';

/** Somebody who said this on this device before looks at what the page knows. */
async function mine(drafts: readonly Draft[] = TOLD, fields = FIELDS, name = company()): Promise<{ host: SayOnceForm; page: Touchpoint<'customer'>; person: string; field: (id: string) => HTMLInputElement }> {
  const page = await open(name, 'customer');
  const person = await page.person();
  for (const draft of drafts) {
    await page.begin(person, { channel: 'web-form' });
    await page.record(person, draft);
    await page.end(person);
  }
  const root = await fixture<HTMLElement>(`<say-once name="${name}" audience="customer"><say-once-form><form>${fields}</form></say-once-form></say-once>`);
  const host = root.querySelector('say-once-form') as SayOnceForm;
  await sees(host, 'See it all');
  await user.click(button(host, 'See it all'));
  await sees(host, 'What this page knows about you');
  await until(() => part(host, 'li'));
  return { host, page, person, field: (id) => host.querySelector(`#${id}`) as HTMLInputElement };
}

const named = (host: SayOnceForm, label: string): HTMLButtonElement => {
  const found = [...(host.shadowRoot?.querySelectorAll('button') ?? [])].find((one) => one.getAttribute('aria-label') === label);
  if (found === undefined) throw new Error(`no button «${label}» in: ${textOf(host)}`);
  return found;
};
const focused = (host: SayOnceForm): Element | null | undefined => host.shadowRoot?.activeElement;

describe('what this page knows about the customer', () => {
  it('shows every fact and question with where it came from, and fits into 280 px', async () => {
    const { host } = await mine([...TOLD, { kind: 'told', fact: 'email', value: 'ada@mail.example', at: Date.now() - 4 * 365 * DAY }, { kind: 'issue', words: 'She was billed.' }]);
    for (const text of ['Kept in this browser for 90 days.', 'Ada First name. You told us today', /ada@mail\.example Email\. You told us .*, may be old/, '“She was billed.”Your open question. You told us today']) await sees(host, text);
    await expect(host).to.be.accessible();
    (host.parentElement as HTMLElement).style.inlineSize = '280px';
    fits(part(host, '.mine') as HTMLElement);
  });

  it('is opened and closed from where it stands, and is not there before', async () => {
    const { host } = await mine();
    await user.click(button(host, 'Close'));
    await host.updateComplete;
    expect(part(host, '.mine')).toBeNull();
    expect(button(host, 'See it all').getAttribute('aria-expanded')).toBe('false');
  });

  it('is offered too where the form asks for nothing that is known', async () => {
    const { host } = await mine(TOLD, '<label>Message <textarea></textarea></label>');
    await sees(host, 'Welcome back, Ada. This page remembers what you told us.');
  });

  it.each([['Wolfeschlegelsteinhausenbergerdorff Wolfeschlegelstein', 'Wolfeschlegelsteinhausenbergerdorff'], ['Wolfeschlegelsteinhausenbergerdorffwelche', '']])('greets by whole words of a long name, or by none: %s', async (value, shown) => {
    const { host } = await mine([{ kind: 'told', fact: 'given-name', value }]);
    await sees(host, `Welcome back${shown && ', '}${shown}. We filled in what you told us before.`);
  });

  it('a correction, all by keyboard: it stands alone, also in the field, and the focus comes back', async () => {
    const { host, page, person, field } = await mine([...TOLD, { kind: 'told', fact: 'given-name', value: 'Ida' }]);
    const change = named(host, 'Change: First name');
    change.focus();
    await user.keyboard('{Enter}');
    const right = (await until(() => part(host, '#right'))) as HTMLInputElement;
    expect(focused(host)).toBe(right);
    expect(right.value).toBe('Ida');
    await user.fill(right, 'Adaeze');
    await user.keyboard('{Enter}');
    await sees(host, 'Changed: First name');
    expect((await page.read(person)).facts.filter(({ fact }) => fact === 'given-name').map(({ value }) => value)).toEqual(['Adaeze']);
    expect(await until(() => field('given').value)).toBe('Adaeze');
    await until(() => focused(host) === named(host, 'Change: First name'));
    // What was said follows the language of the page.
    document.documentElement.lang = 'de';
    await sees(host, 'Geändert: Vorname');
    document.documentElement.lang = 'en';
    await sees(host, 'Changed: First name');
  });

  it('Escape gives a correction up', async () => {
    const { host, page, person } = await mine();
    named(host, 'Change: Phone').focus();
    await user.keyboard('{Enter}');
    await until(() => part(host, '#right'));
    await user.keyboard('1{Escape}');
    await until(() => part(host, '#right') === null);
    expect(focused(host)).toBe(named(host, 'Change: Phone'));
    expect((await page.read(person)).facts.map(({ value }) => value)).toContain('020 7946 0946');
  });

  it('Escape of an input method gives up what it composes, and not the correction', async () => {
    const { host } = await mine();
    await user.click(named(host, 'Change: Phone'));
    const field = (await until(() => part(host, '#right'))) as HTMLInputElement;
    field.value = '020 7946 0000';
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true, composed: true }));
    await host.updateComplete;
    expect(part<HTMLInputElement>(host, '#right')?.value).toBe('020 7946 0000');
  });

  it('a correction stays where another tab corrects the same meanwhile, and both answers stand', async () => {
    const { host, page, person } = await mine();
    await user.click(named(host, 'Change: Phone'));
    const field = (await until(() => part(host, '#right'))) as HTMLInputElement;
    await user.fill(field, '020 7946 0111');
    const [tel] = (await page.read(person)).facts.filter(({ fact }) => fact === 'tel');
    await page.record(person, { kind: 'told', fact: 'tel', value: '020 7946 0222', confirms: true, answers: [tel?.stamp ?? ''] });
    await sees(host, '020 7946 0222');
    expect(part(host, '#right')).toBe(field);
    expect(field.value).toBe('020 7946 0111');
    await user.click(button(host, 'Save'));
    await sees(host, '020 7946 0111');
    expect((await page.read(person)).facts.filter(({ fact }) => fact === 'tel').map(({ value }) => value)).toContain('020 7946 0111');
  });

  it('what is forgotten in another tab does not stay for the sake of a correction', async () => {
    const { host, page, person } = await mine();
    await user.click(named(host, 'Change: Phone'));
    await until(() => part(host, '#right'));
    await page.forget(person);
    await until(() => !textOf(host).includes('020 7946 0946'));
    expect(part(host, '#right')).toBeNull();
  });

  it('a correction without a word is refused, and says what to do instead', async () => {
    const { host } = await mine();
    await user.click(named(host, 'Change: Phone'));
    await user.fill((await until(() => part(host, '#right'))) as HTMLInputElement, '');
    await user.click(button(host, 'Save'));
    await sees(host, 'Nothing was typed. To take it back, choose “Withdraw”.');
    await expect(host).to.be.accessible();
  });

  it('a fact that is withdrawn does not come back from an older telling, and leaves the field', async () => {
    const { host, page, person, field } = await mine([
      ...TOLD,
      { kind: 'told', fact: 'tel', value: '020 7946 0111', confirms: true },
      { kind: 'told', fact: 'tel', value: '020 7946 0111' },
    ]);
    expect(await until(() => field('tel').value)).toBe('020 7946 0111');
    await user.click(named(host, 'Withdraw: Phone'));
    await sees(host, 'Taken back: Phone');
    expect((await page.read(person)).facts.map(({ fact }) => fact)).toEqual(['given-name']);
    expect(field('tel').value).toBe('');
    expect(field('given').value).toBe('Ada');
  });

  it('of two answers that disagree only the one that is withdrawn goes', async () => {
    const { host, page, person } = await mine([...TOLD, { kind: 'told', fact: 'tel', value: '020 7946 0111' }]);
    await user.click(named(host, 'Withdraw: Phone'));
    await sees(host, 'Taken back: Phone');
    expect((await page.read(person)).facts.filter(({ fact }) => fact === 'tel').map(({ value }) => value)).toEqual(['020 7946 0946']);
  });

  it('what somebody typed stays when the value we had filled in is withdrawn', async () => {
    const { host, field } = await mine();
    await user.fill(field('given'), 'Grace');
    await user.click(named(host, 'Withdraw: First name'));
    await sees(host, 'Taken back: First name');
    expect(field('given').value).toBe('Grace');
  });

  it('a question is taken back only after it was asked once more', async () => {
    const { host, page, person } = await mine([...TOLD, { kind: 'issue', words: 'She was billed.' }]);
    await user.click(named(host, 'Withdraw: ⁨She was billed.⁩'));
    await sees(host, 'Take this question back? Nobody will answer it then.');
    await until(() => focused(host) === button(host, 'Keep it'));
    await expect(host).to.be.accessible();
    expect((await page.read(person)).issues).toHaveLength(1);
    await user.click(button(host, 'Take it back'));
    await sees(host, 'Your question is taken back.');
    expect((await page.read(person)).issues).toHaveLength(0);
  });

  it('what belongs to a question is shown with it, and goes with it', async () => {
    const name = company();
    const page = await open(name, 'customer');
    const person = await page.person();
    await page.begin(person, { channel: 'web-form' });
    await page.recordAll(person, [{ kind: 'told', fact: 'order', value: 'B-77', class: 'issue' }, { kind: 'issue', words: 'Where is it?' }]);
    await page.end(person);
    const { host } = await mine([], FIELDS, name);
    await sees(host, /“Where is it\?”Your open question\. You told us today ?Order: B-77/);
    await user.click(named(host, 'Withdraw: ⁨Where is it?⁩'));
    await user.click((await until(() => part(host, '.ask .main'))) as HTMLElement);
    await sees(host, 'Your question is taken back.');
    const entries = (await page.history(person)).entries;
    const order = entries.find(({ kind }) => kind === 'told');
    expect(entries.find(({ kind }) => kind === 'withdrawn')).toMatchObject({ answers: expect.arrayContaining([order?.stamp]) });
  });

  it('with everything withdrawn it knows nothing, and says so', async () => {
    const { host } = await mine(TOLD.slice(0, 1));
    await user.click(named(host, 'Withdraw: First name'));
    await sees(host, 'This page knows nothing about you.');
    // Where nobody is greeted no band stands beside «Close».
    await until(() => getComputedStyle(button(host, 'Close').closest('div') as Element).backgroundColor === 'rgba(0, 0, 0, 0)');
    await expect(host).to.be.accessible();
    await user.click(button(host, 'Close'));
    await until(() => textOf(host) === 'First name Phone Message');
  });

  it.each(['Not you?', 'Forget me'])('«%s» with nothing typed speaks of nothing typed, and the focus is in the first field', async (name) => {
    const { host, field } = await mine();
    await user.click(button(host, name));
    if (name === 'Forget me') await user.click((await until(() => part(host, '.ask .main'))) as Element);
    await until(() => document.activeElement === field('given'));
    await until(() => /^(Cleared|Forgotten)\./.test(part(host, 'p')?.textContent ?? ''));
    expect(textOf(host)).not.toContain('typed');
  });

  it('«Forget me» a moment after something was sent: that is saved first, not refused, and forgotten with the rest', async () => {
    const { host, page, person, field } = await mine();
    const form = host.querySelector('form') as HTMLFormElement;
    form.addEventListener('submit', (event) => event.preventDefault());
    // A slow disk.
    const slow = (host.closest('say-once') as HTMLElement & { touchpoint: Touchpoint<'customer'> }).touchpoint;
    const begin = slow.begin.bind(slow);
    Object.assign(slow, { begin: async (...about: Parameters<typeof begin>) => {
      await new Promise((later) => setTimeout(later, 300));
      return begin(...about);
    } });
    await user.type(field('message'), 'Please call me.');
    await user.click(button(host, 'Forget me'));
    await until(() => part(host, '.ask'));
    const errors: unknown[] = [];
    host.addEventListener('say-once-error', (event) => errors.push(event));
    const recorded = new Promise<SayOnceRecordedEvent>((resolve) => host.addEventListener('say-once-recorded', resolve));
    form.requestSubmit();
    part<HTMLButtonElement>(host, '.ask .main')?.click();
    expect(await recorded).toMatchObject({ customer: person, saved: true });
    await sees(host, 'Forgotten. This page knows nothing about you any more.');
    expect(errors).toEqual([]);
    expect(await page.read(person)).toMatchObject({ facts: [], issues: [] });
  });

  it('«Forget me» forgets all of it, empties what we filled in, and begins somebody else', async () => {
    const { host, page, person, field } = await mine();
    await user.type(field('message'), 'Half a message');
    await user.click(button(host, 'Forget me'));
    await sees(host, 'This cannot be undone.');
    await user.click(part(host, '.ask .main') as Element);
    await sees(host, 'Forgotten. This page knows nothing about you any more.');
    expect([field('given').value, field('tel').value, field('message').value]).toEqual(['', '', 'Half a message']);
    expect(await until(() => page.person(), (id) => id !== person)).not.toBe(person);
    expect((await page.read(person)).facts).toEqual([]);
    expect((await page.history(person)).entries).toEqual([]);
  });

  it('what the host handed over is taken back on this page, and stays with the company', async () => {
    const name = company();
    const page = await open(name, 'customer');
    const desk = await open(name, 'support');
    await desk.record('cus_1', { kind: 'told', fact: 'given-name', value: 'Ada', channel: 'phone' });
    await page.import(await desk.export('cus_1'));
    const root = await fixture<HTMLElement>(`<say-once name="${name}" audience="customer"><say-once-form customer="cus_1"><form>${FIELDS}</form></say-once-form></say-once>`);
    const host = root.querySelector('say-once-form') as SayOnceForm;
    await sees(host, 'See it all');
    await user.click(button(host, 'See it all'));
    await sees(host, 'Ada First name. From your call today');
    await user.click(named(host, 'Withdraw: First name'));
    await sees(host, 'Taken back: First name');
    expect((await desk.read('cus_1')).facts).toHaveLength(1);
  });

  it('a touchpoint that closed: nothing is changed, and it says so', async () => {
    const { host } = await mine();
    await (host.closest('say-once') as HTMLElement & { touchpoint: Touchpoint }).touchpoint.close();
    await user.click(named(host, 'Withdraw: Phone'));
    await sees(host, 'This could not be done (closed). Nothing was changed.');
    await sees(host, '020 7946 0946');
  });
});
