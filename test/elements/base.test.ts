/** What all our elements stand on: properties, attributes, updates, and the community context protocol. */
import { fixture, html } from '@open-wc/testing';
import { describe, expect, it, vi } from 'vitest';
import { Base, type PropertyDeclarations } from '../../src/elements/base.js';
import { touchpointContext } from '../../src/elements/context.js';
import { SayOnce } from '../../src/elements/say-once.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import '../../src/elements/define/guard.js';
import { company, open, provider } from './page.js';

let count = 0;

/** Notes what each update was about. */
function made(): { tag: string; Made: new () => Base & { word: string | null; on: boolean; table: unknown; own: number; updates: string[][]; broken: boolean } } {
  class Made extends Base {
    static override properties: PropertyDeclarations = { word: {}, on: { type: Boolean }, table: { type: Object }, own: { state: true } };
    word: string | null = 'first';
    on = false;
    table: unknown = null;
    own = 0;
    updates: string[][] = [];
    broken = false;

    protected override update(changed: Map<string, unknown>): void {
      this.updates.push([...changed.keys()]);
      if (this.broken) throw new Error('broken');
    }
  }
  const tag = `base-${(count += 1)}`;
  return { tag, Made };
}

describe('an element', () => {
  it('is updated once for all that was set, and not before it is on the page', async () => {
    const { tag, Made } = made();
    customElements.define(tag, Made);
    const element = new Made();
    element.word = 'other';
    await new Promise((resolve) => setTimeout(resolve));
    expect(element.updates).toEqual([]);
    document.body.append(element);
    await element.updateComplete;
    expect(element.updates).toEqual([['word', 'on', 'table', 'own']]);
    element.word = 'other';
    element.own = 1;
    element.setAttribute('on', '');
    await element.updateComplete;
    expect(element.updates.slice(1)).toEqual([['own', 'on']]);
    element.remove();
  });

  it('takes its attributes as what they are, and lets go of them; its own have none', async () => {
    const { tag, Made } = made();
    customElements.define(tag, Made);
    const element = await fixture<InstanceType<typeof Made>>(`<${tag} word="said" on table='{"a":1}' own="7"></${tag}>`);
    expect([element.word, element.on, element.table, element.own]).toEqual(['said', true, { a: 1 }, 0]);
    for (const name of ['word', 'on']) element.removeAttribute(name);
    element.setAttribute('table', '{');
    expect([element.word, element.on, element.table]).toEqual(['', false, null]);
  });

  it('keeps what the page had set before the upgrade', async () => {
    const { tag, Made } = made();
    const early = await fixture<InstanceType<typeof Made>>(`<${tag} word="attribute"></${tag}>`);
    early.word = 'property';
    customElements.define(tag, Made);
    await early.updateComplete;
    expect(early.word).toBe('property');
    early.word = 'later';
    await early.updateComplete;
    expect(early.updates.at(-1)).toEqual(['word']);
  });

  it('what is set after the upgrade is not undone by what was set before it', async () => {
    const { tag, Made } = made();
    const early = await fixture<InstanceType<typeof Made>>(`<${tag}></${tag}>`);
    early.word = 'before';
    customElements.define(tag, Made);
    expect(early.word).toBe('before');
    early.word = 'after';
    await early.updateComplete;
    expect(early.word).toBe('after');
  });

  it('goes on after an update that failed', async () => {
    const { tag, Made } = made();
    customElements.define(tag, Made);
    const element = await fixture<InstanceType<typeof Made>>(`<${tag}></${tag}>`);
    element.broken = true;
    element.own = 1;
    await expect(element.updateComplete).rejects.toThrow('broken');
    element.broken = false;
    element.own = 2;
    await element.updateComplete;
    expect(element.updates.at(-1)).toEqual(['own']);
  });
});

describe('the community context protocol', () => {
  /** Asks as anybody's consumer would. */
  function ask(from: Element, subscribe: boolean): { heard: (Touchpoint | undefined)[]; stop: (() => void) | undefined } {
    const asked: { heard: (Touchpoint | undefined)[]; stop: (() => void) | undefined } = { heard: [], stop: undefined };
    const callback = (value: Touchpoint | undefined, unsubscribe?: () => void): void => {
      asked.heard.push(value);
      asked.stop = unsubscribe;
    };
    from.dispatchEvent(Object.assign(new Event('context-request', { bubbles: true, composed: true }), { context: touchpointContext, callback, subscribe }));
    return asked;
  }

  it('answers anybody’s consumer: once, or with every later value until they have enough', async () => {
    const { root, touchpoint } = await provider(company(), 'support', html`<p></p>`);
    const inside = root.querySelector('p') as Element;
    const [once, always] = [ask(inside, false), ask(inside, true)];
    expect([once.heard, always.heard]).toEqual([[touchpoint], [touchpoint]]);
    expect(once.stop).toBeUndefined();
    const given = (root.touchpoint = await open(company(), 'support'));
    await root.updateComplete;
    await expect.poll(() => always.heard.at(-1)).toBe(given);
    expect(once.heard).toHaveLength(1);
    always.stop?.();
    const before = always.heard.length;
    root.touchpoint = undefined;
    await root.updateComplete;
    expect(always.heard).toHaveLength(before);
  });

  it('a provider that comes to stand between is the one that counts from then on', async () => {
    const [outer, inner] = [await open(company(), 'support'), await open(company(), 'support')];
    const asked = [vi.spyOn(outer, 'watchPitch'), vi.spyOn(inner, 'watchPitch')].map((spy) => spy.mock.calls);
    const tag = `between-${(count += 1)}`;
    const root = await fixture<SayOnce>(html`<say-once .touchpoint=${outer}></say-once>`);
    const between = document.createElement(tag);
    between.innerHTML = '<say-once-guard phone="+442079460018"></say-once-guard>';
    root.append(between);
    await expect.poll(() => asked.map(({ length }) => length)).toEqual([1, 0]);
    Object.assign(between, { touchpoint: inner });
    customElements.define(tag, class extends SayOnce {});
    await expect.poll(() => asked.map(({ length }) => length)).toEqual([1, 1]);
  });
});
