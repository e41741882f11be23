import { fixture, html } from '@open-wc/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Carrier } from '../../src/carry/carrier.js';
import { SayOnceCard } from '../../src/elements/card.js';
import { SayOnce } from '../../src/elements/say-once.js';
import type { SayOnceErrorEvent, SayOnceReadyEvent, SayOnceStateEvent } from '../../src/elements/events.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { company, knowAda, open, provider, sees, textOf, until } from './page.js';

const inside = html`<say-once-card customer="cus_1"></say-once-card>`;
const cardOf = (root: Element): SayOnceCard => root.querySelector('say-once-card') as SayOnceCard;

describe('<say-once>', () => {
  it('gives its touchpoint to what is inside', async () => {
    const name = company();
    await knowAda(await open(name, 'support'));
    const { root } = await provider(name, 'support', inside);
    await sees(cardOf(root), 'Ada Okafor');
  });

  it('is found by what was upgraded before it', async () => {
    const name = company();
    await knowAda(await open(name, 'support'));
    const tag = `late-${name}`;
    const root = await fixture<SayOnce>(`<${tag} name="${name}" audience="support" keys="device"><say-once-card customer="cus_1"></say-once-card></${tag}>`);
    await sees(cardOf(root), 'not connected');
    customElements.define(tag, class extends SayOnce {});
    await sees(cardOf(root), 'Ada Okafor');
  });

  it('is found by what is upgraded after it', async () => {
    const name = company();
    await knowAda(await open(name, 'support'));
    const tag = `late-card-${name}`;
    const root = await fixture<SayOnce>(`<say-once name="${name}" audience="support" keys="device"><${tag} customer="cus_1"></${tag}></say-once>`);
    await until(() => root.touchpoint as Touchpoint);
    customElements.define(tag, class extends SayOnceCard {});
    await sees(root.firstElementChild as Element, 'Ada Okafor');
  });

  it('says when it is ready, and how it is doing', async () => {
    const name = company();
    const heard: string[] = [];
    const root = document.createElement('say-once');
    root.addEventListener('say-once-ready', (event: SayOnceReadyEvent) => heard.push(`ready ${event.touchpoint.name === name}`));
    root.addEventListener('say-once-state', (event: SayOnceStateEvent) => heard.push(event.state.storage));
    Object.assign(root, { name, audience: 'customer' });
    await fixture(html`<div>${root}</div>`);
    await until(() => heard.length >= 2);
    expect(heard.slice(0, 2)).toEqual(['ready true', 'disk']);
  });

  it('asks for carriers with every opening, and closes them with the touchpoint', async () => {
    const made: { closed: boolean }[] = [];
    const connect = async (): Promise<Carrier[]> => {
      const one = { closed: false };
      made.push(one);
      return [{ name: 'wire', boxes: new Set(['support']), onState: (hear) => (hear({ link: 'up' }), () => {}), publish: async () => {}, feed: async (_box, _after, take, signal) => (await take([]), new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', () => done())))), erase: async () => 0, close: () => void (one.closed = true) }];
    };
    const root = document.createElement('say-once');
    Object.assign(root, { name: company(), audience: 'support', rep: 'rep-17', keys: 'device', connect });
    await fixture(html`<div>${root}</div>`);
    await until(() => root.touchpoint?.state.relay?.behind === false);
    expect(made).toEqual([{ closed: false }]);
    root.label = 'Ana';
    await until(() => made.length === 2 && root.touchpoint?.state.relay?.link === 'up');
    expect(made).toEqual([{ closed: true }, { closed: false }]);
    root.remove();
    await until(() => made[1]?.closed === true);
  });

  it('moved in the document keeps its touchpoint', async () => {
    const { root, touchpoint } = await provider(company(), 'support', inside);
    const elsewhere = await fixture(html`<section></section>`);
    elsewhere.append(root);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(root.touchpoint).toBe(touchpoint);
    await expect(touchpoint.read('cus_1')).resolves.toBeDefined();
  });

  it('taken out of the document closes it; put back, it opens another', async () => {
    const { root, touchpoint } = await provider(company(), 'support', inside);
    const place = root.parentElement as Element;
    root.remove();
    await until(() => touchpoint.read('cus_1').then(() => '', (error: { code?: string }) => error.code), (code) => code === 'closed');
    place.append(root);
    const another = await until(() => root.touchpoint as Touchpoint);
    expect(another).not.toBe(touchpoint);
    await expect(another.read('cus_1')).resolves.toBeDefined();
  });

  it('takes a touchpoint that the host has opened, and leaves it open', async () => {
    const desk = await open(company(), 'support');
    await knowAda(desk);
    const root = await fixture<SayOnce>(html`<say-once .touchpoint=${desk}>${inside}</say-once>`);
    await sees(cardOf(root), 'Ada Okafor');
    root.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(desk.read('cus_1')).resolves.toBeDefined();
  });

  it('without keys says so by code, and opens once the host has set them', async () => {
    const name = company();
    const codes: unknown[] = [];
    const root = document.createElement('say-once');
    root.addEventListener('say-once-error', (event: SayOnceErrorEvent) => codes.push(event.code));
    Object.assign(root, { name, audience: 'support' });
    root.innerHTML = '<say-once-card customer="cus_1"></say-once-card>';
    await fixture(html`<div>${root}</div>`);
    await sees(cardOf(root), 'This desk has no key');
    expect(codes).toEqual(['key-required']);
    await expect(cardOf(root)).to.be.accessible();
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => error.mockRestore());
    root.keys = 'device';
    await sees(cardOf(root), 'Nothing is known yet');
    // They came in time: there is nothing to mend.
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(error).not.toHaveBeenCalled();
  });

  it('says in the console why it does not open, unless the page takes that over', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => error.mockRestore());
    await fixture(`<say-once name="${company()}" audience="support"></say-once>`);
    await until(() => error.mock.calls.length > 0);
    expect(error.mock.calls).toEqual([[expect.stringMatching(/^<say-once> .+ \(key-required\)$/)]]);
    error.mockClear();
    const quiet = await fixture<HTMLElement>('<div></div>');
    quiet.addEventListener('say-once-error', (event) => event.preventDefault());
    quiet.innerHTML = `<say-once name="${company()}" audience="support"></say-once>`;
    await fixture('<say-once></say-once>');
    await until(() => error.mock.calls.length > 0);
    expect(error.mock.calls).toEqual([[expect.stringMatching(/^<say-once> .*name.* \(bad-option\)$/)]]);
  });

  it('says in the console what stands in the wrong place', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    await provider(company(), 'sales', html`<say-once-card customer="cus_1"></say-once-card><say-once-form><form></form></say-once-form>`);
    await until(() => warned.mock.calls.length === 2);
    expect(warned.mock.calls.map(String).toSorted()).toEqual([expect.stringMatching(/^<say-once-card> is for support.* sales/), expect.stringMatching(/^<say-once-form> needs .* sales/)]);
    await fixture('<say-once-form></say-once-form>');
    await until(() => warned.mock.calls.length === 3);
    expect(String(warned.mock.calls[2])).toContain('has no <form> inside');
  });

  it('takes nothing but the word «device» for keys from markup', async () => {
    const root = await fixture<SayOnce>('<say-once audience="support" keys="c2VjcmV0"></say-once>');
    expect(root.keys).toBeUndefined();
    root.setAttribute('keys', 'device');
    expect(root.keys).toBe('device');
  });

  it('opens another company when its name changes, and closes the first', async () => {
    const { root, touchpoint } = await provider(company(), 'support', inside);
    root.name = company();
    const another = await until(() => root.touchpoint as Touchpoint, (one) => one !== undefined && one !== touchpoint);
    expect(another.name).toBe(root.name);
    await expect(touchpoint.read('cus_1')).rejects.toMatchObject({ code: 'closed' });
  });

  it('takes no room of its own', async () => {
    const { root } = await provider(company(), 'support', inside);
    expect(getComputedStyle(root).display).toBe('contents');
  });

  it('loaded twice registers once', async () => {
    const again: string = '../../src/elements/define/say-once.ts?again';
    await import(/* @vite-ignore */ again);
    expect(customElements.get('say-once')).toBe(SayOnce);
  });

  it('of two providers the nearer one counts', async () => {
    const [one, two] = [company(), company()];
    await knowAda(await open(two, 'support'));
    const outer = await fixture<SayOnce>(html`<say-once name=${one} audience="support" keys="device"><say-once name=${two} audience="support" keys="device">${inside}</say-once></say-once>`);
    await sees(cardOf(outer), 'Ada Okafor');
    expect(textOf(cardOf(outer))).not.toContain('Nothing is known');
  });
});
