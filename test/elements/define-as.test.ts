import { fixture, html } from '@open-wc/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defineAs } from '../../src/define-as.js';
import { register } from '../../src/elements/define/register.js';
import type { SayOnceCard } from '../../src/elements/card.js';
import type { SayOnce } from '../../src/elements/say-once.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { company, sees, until } from './page.js';

/** What is said in the console meanwhile. */
function warnings(): string[] {
  const { warn } = console;
  const said: string[] = [];
  console.warn = (text: string) => said.push(text);
  onTestFinished(() => void (console.warn = warn));
  return said;
}

const open = async (root: SayOnce): Promise<Touchpoint<'support'>> => (await until(() => root.touchpoint)) as Touchpoint<'support'>;

describe('under another prefix', () => {
  it('the elements work, and are no other classes than themselves', async () => {
    defineAs('acme-context');
    const root = await fixture<SayOnce>(html`<acme-context name=${company()} audience="support" keys="device"><acme-context-card customer="cus_1"></acme-context-card></acme-context>`);
    const card = root.querySelector('acme-context-card') as SayOnceCard;
    const desk = await open(root);
    await desk.record('cus_1', { kind: 'issue', words: 'She was billed after I cancelled it.' });
    await sees(card, 'She was billed after I cancelled it.');
    expect(card).toBeInstanceOf(customElements.get('say-once-card'));
  });

  it('they find those of the usual prefix, and are found by them', async () => {
    defineAs('acme-context');
    const ours = await fixture<SayOnce>(html`<say-once name=${company()} audience="support" keys="device"><acme-context-card customer="cus_1"></acme-context-card></say-once>`);
    const theirs = await fixture<SayOnce>(html`<acme-context name=${company()} audience="support" keys="device"><say-once-card customer="cus_1"></say-once-card></acme-context>`);
    for (const root of [ours, theirs]) await sees(root.firstElementChild as Element, 'Nothing is known yet');
  });

  it('asked for twice, nothing happens', () => {
    const said = warnings();
    defineAs('acme-twice');
    const card = customElements.get('acme-twice-card');
    defineAs('acme-twice');
    expect(customElements.get('acme-twice-card')).toBe(card);
    expect(said).toEqual([]);
  });

  it('that is no name for an element is refused', () => {
    expect(() => defineAs('acme')).toThrow(DOMException);
  });
});

describe('a tag that is taken', () => {
  it('by the same class: silence; by another: said once, and never thrown', () => {
    const said = warnings();
    class Earlier extends HTMLElement {}
    register('acme-taken', Earlier);
    register('acme-taken', Earlier);
    expect(said).toEqual([]);
    register('acme-taken', class extends HTMLElement {});
    register('acme-taken', class extends HTMLElement {});
    expect(said).toEqual(['<acme-taken> is registered already, by another copy of say-once: this one is not used.']);
    expect(customElements.get('acme-taken')).toBe(Earlier);
  });
});
