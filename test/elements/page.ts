/** What the tests of the elements share: real touchpoints, real pages, a customer the company knows. */
import { fixture, html } from '@open-wc/testing';
import { expect } from 'vitest';
import '../../src/define.js';
import type { SayOnceCard } from '../../src/elements/card.js';
import type { SayOnceGuard } from '../../src/elements/guard.js';
import type { SayOnce } from '../../src/elements/say-once.js';
import type { Audience, Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { until } from '../touchpoint/desks.js';

export { company, open, until } from '../touchpoint/desks.js';
export { HOSTILE } from './hostile.js';

export const DAY = 86_400_000;

/** All text a person would read in an element: its shadow's, without style sheets and what is not shown. */
export const textOf = (element: Element): string => {
  const walk = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof HTMLStyleElement) return '';
    if (node instanceof HTMLSlotElement) return node.assignedNodes().map(walk).join('');
    if (node instanceof Element && node.shadowRoot !== null) return [...node.shadowRoot.childNodes].map(walk).join('');
    return [...node.childNodes].map(walk).join('');
  };
  return walk(element).replace(/[⁨⁩]/g, '').replace(/\s+/g, ' ').trim();
};

/** Finds by CSS in an element's shadow. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as querySelector has it
/** What is in an element, without Lit’s own marks: those are numbers drawn by lot. */
export const markup = (element: Element): string => element.shadowRoot?.innerHTML.replaceAll(/<!--.*?-->/g, '') ?? '';

export const part = <E extends Element = HTMLElement>(element: Element, selector: string): E | null => element.shadowRoot?.querySelector<E>(selector) ?? null;

/** Finds a button in an element's shadow by what it says. */
export const button = (element: Element, name: string): HTMLButtonElement => {
  const found = [...(element.shadowRoot?.querySelectorAll('button') ?? [])].find((one) => one.textContent?.replace(/[⁨⁩]/g, '').trim() === name);
  if (found === undefined) throw new Error(`no button «${name}» in: ${textOf(element)}`);
  return found;
};

export const sees = (element: Element, text: string | RegExp): Promise<unknown> => until(() => textOf(element), (seen) => (typeof text === 'string' ? seen.includes(text) : text.test(seen)));

/** Nothing hinders anybody. What fades in has too little contrast on its way, and may be drawn anew meanwhile: it is waited for, in the element and in all that it put on the page. */
export async function isAccessible(element: Element): Promise<void> {
  const fading = (): Animation[] => [element, ...element.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot?.getAnimations() ?? []);
  for (let all = fading(); all.length > 0; all = fading()) await Promise.allSettled(all.map(({ finished }) => finished));
  await expect(element).to.be.accessible();
}

/** A provider on the page, with this inside; its own touchpoint is open when this resolves. */
export async function provider(name: string, audience: Audience, inside: unknown): Promise<{ root: SayOnce; touchpoint: Touchpoint }> {
  const root = await fixture<SayOnce>(html`<say-once name=${name} audience=${audience} rep="rep-1" label="Ana" keys="device">${inside}</say-once>`);
  return { root, touchpoint: await until(() => root.touchpoint as Touchpoint) };
}

export async function card(name: string, attributes: Partial<Pick<SayOnceCard, 'customer' | 'phone' | 'account' | 'email' | 'action'>> = { customer: 'cus_1' }): Promise<{ card: SayOnceCard; desk: Touchpoint<'support'> }> {
  const { root, touchpoint } = await provider(name, 'support', html`<say-once-card></say-once-card>`);
  const found = root.querySelector('say-once-card');
  if (found === null) throw new Error('no card');
  Object.assign(found, attributes);
  return { card: found, desk: touchpoint as Touchpoint<'support'> };
}

export async function guard(name: string, inside: unknown): Promise<{ guard: SayOnceGuard; sales: Touchpoint<'sales'>; root: SayOnce }> {
  const { root, touchpoint } = await provider(name, 'sales', inside);
  const found = root.querySelector('say-once-guard');
  if (found === null) throw new Error('no guard');
  return { guard: found, sales: touchpoint as Touchpoint<'sales'>, root };
}

/** What the company knew of Ada before: told in a chain in which she was checked, so it is confirmed. */
export async function knowAda(desk: Touchpoint<'support'>, customer = 'cus_1', more: readonly Draft[] = []): Promise<void> {
  const at = Date.now() - 100 * DAY;
  const where = { channel: 'shop', contact: 'shop-1', chain: 'shop-1' } as const;
  const facts = { 'given-name': 'Ada', 'family-name': 'Okafor', account: '4821-77', tel: '020 7946 0946', email: 'ada.okafor@mail.example', 'postal-code': 'LS6 2AB', 'customer-since': '2009-03-02' };
  await desk.recordAll(customer, [
    { kind: 'checked', method: 'id-document', level: 'verified', goodFor: ['*'], until: at + 1_800_000, at, ...where },
    ...Object.entries(facts).map(([fact, value], index) => ({ kind: 'told', fact, value, at: at + 1000 + index, ...where }) as const),
    ...more,
  ]);
}

/** What somebody writes on the public page. */
export async function write(page: Touchpoint<'customer'>, words = 'My mother has passed away. She was billed after I cancelled it.', topic?: string): Promise<string> {
  const person = await page.person();
  await page.begin(person, { channel: 'web-form' });
  await page.recordAll(person, [
    { kind: 'told', fact: 'given-name', value: 'Ada' },
    { kind: 'told', fact: 'account', value: '482177' },
    { kind: 'told', fact: 'tel', value: '+44 20 7946 0946' },
    { kind: 'issue', words, ...(topic === undefined ? {} : { topic }) },
  ]);
  return person;
}

/** Nothing sticks out at its side. */
export const fits = (element: HTMLElement): void => {
  const box = element.getBoundingClientRect();
  const out = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('*') ?? [])].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width > 1 && (left < box.left - 1 || right > box.right + 1);
  });
  expect(out.map((one) => `${one.tagName} ${one.className} «${one.textContent?.trim().slice(0, 40)}»`)).toEqual([]);
};
