/** The messages that nobody has linked yet. */
import { html } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import type { SayOnceInbox } from '../../src/elements/inbox.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { user as userEvent } from '../support/user.js';
import { company, fits, HOSTILE, knowAda, open, part, provider, sees, textOf, until, write } from './page.js';

async function inbox(name: string): Promise<{ list: SayOnceInbox; desk: Touchpoint<'support'> }> {
  const { root, touchpoint } = await provider(name, 'support', html`<say-once-inbox></say-once-inbox>`);
  return { list: root.querySelector('say-once-inbox') as SayOnceInbox, desk: touchpoint as Touchpoint<'support'> };
}

const buttons = (list: Element): HTMLButtonElement[] => [...(list.shadowRoot?.querySelectorAll('button') ?? [])];

describe('the inbox', () => {
  it('says that every message is with somebody', async () => {
    const { list } = await inbox(company());
    await sees(list, 'Every message is with somebody.');
    await expect(list).to.be.accessible();
  });

  it('lists what nobody has linked, what waited longest first, and opens nothing by itself', async () => {
    const name = company();
    const { list } = await inbox(name);
    const page = await open(name, 'customer');
    const first = await write(page, 'The first message.');
    await sees(list, '1 message that nobody has linked yet');
    await page.notYou();
    await write(page, 'The second message.');
    await sees(list, '2 messages that nobody has linked yet');
    expect(textOf(list)).toMatch(/The first message\..*Ada, unconfirmed\. Web form, .*The second message\./);
    await expect(list).to.be.accessible();
    const chosen = new Promise((resolve) => list.addEventListener('say-once-choose', ({ customer }) => resolve(customer)));
    await userEvent.click(buttons(list)[0] as HTMLElement);
    expect(await chosen).toBe(first);
    list.style.inlineSize = '280px';
    fits(list);
  });

  it('the quotes around English words on an Arabic page are English ones', async () => {
    document.documentElement.lang = 'ar';
    try {
      const name = company();
      const { list } = await inbox(name);
      await write(await open(name, 'customer'), 'My line is dead.');
      await sees(list, 'My line is dead.');
      expect(getComputedStyle(part(list, 'blockquote') as Element).quotes).toBe('"“" "”"');
    } finally {
      document.documentElement.lang = 'en';
    }
  });

  it('what any desk links goes, without taking the others’ places or the focus along', async () => {
    const name = company();
    const { list } = await inbox(name);
    const ben = await open(name, 'support', { as: { audience: 'support', id: 'ben', label: 'Ben' } });
    await knowAda(ben);
    const page = await open(name, 'customer');
    const first = await write(page, 'The first message.');
    await sees(list, 'The first message.');
    await page.notYou();
    const second = await write(page, 'The second message.');
    await sees(list, 'The second message.');
    const [, stays] = buttons(list);
    stays?.focus();
    await ben.link(first, 'cus_1', { because: 'She said so.' });
    await until(() => buttons(list).length === 1);
    expect(list.shadowRoot?.activeElement).toBe(stays);
    await ben.link(second, 'cus_1', { because: 'She said so.' });
    await sees(list, 'Every message is with somebody.');
    expect(list.shadowRoot?.activeElement).toBe(part(list, '#title'));
  });

  it('whoever is at a message that goes is at the next one, and at the end at the last', async () => {
    const name = company();
    const { list } = await inbox(name);
    const ben = await open(name, 'support', { as: { audience: 'support', id: 'ben', label: 'Ben' } });
    await knowAda(ben);
    const page = await open(name, 'customer');
    const people: string[] = [];
    for (const words of ['The first.', 'The second.', 'The third.']) {
      people.push(await write(page, words));
      await page.notYou();
      await sees(list, words);
    }
    const [, second, third] = buttons(list);
    second?.focus();
    await ben.link(people[1] as string, 'cus_1', { because: 'She said so.' });
    await until(() => buttons(list).length === 2);
    expect(list.shadowRoot?.activeElement).toBe(third);
    await ben.link(people[2] as string, 'cus_1', { because: 'She said so.' });
    await until(() => buttons(list).length === 1);
    expect(list.shadowRoot?.activeElement).toBe(buttons(list)[0]);
  });

  it('a page hands the focus on to its card, and reading goes on at the name', async () => {
    const name = company();
    const { root } = await provider(name, 'support', html`<say-once-inbox></say-once-inbox><say-once-card></say-once-card>`);
    const list = root.querySelector('say-once-inbox') as SayOnceInbox;
    const card = root.querySelector('say-once-card') as HTMLElementTagNameMap['say-once-card'];
    list.addEventListener('say-once-choose', ({ customer }) => {
      card.customer = customer;
      card.focus();
    });
    const page = await open(name, 'customer');
    await write(page, 'My line is dead.');
    await sees(list, 'My line is dead.');
    buttons(list)[0]?.focus();
    await userEvent.keyboard('{Enter}');
    await sees(card, 'My line is dead.');
    expect(card.shadowRoot?.activeElement).toBe(part(card, '#who'));
    expect(document.activeElement).toBe(card);
  });

  it('of more than it shows it says how many, and a flood of them is not looked through message by message', async () => {
    const name = company();
    const { list, desk } = await inbox(name);
    await sees(list, 'Every message is with somebody.');
    const at = Date.now() - 3_600_000;
    const documents = Array.from({ length: 300 }, (_, index) => {
      const customer = `prov_${String(index).padStart(22, '0')}`;
      const stamp = `${(at + index).toString(36).padStart(9, '0')}000${String(index).padStart(12, '0')}`;
      return { format: 'say-once/export', version: 1, audience: 'support', customer, group: [customer], entries: [{ kind: 'issue', words: `Message ${index}.`, stamp, customer, at: at + index, by: { audience: 'customer', id: customer }, channel: 'web-form' }] };
    });
    const { getAll } = IDBIndex.prototype;
    let looks = 0;
    IDBIndex.prototype.getAll = function (...given) {
      looks += 1;
      return getAll.apply(this, given);
    };
    try {
      await desk.importAll(documents);
      await sees(list, '300 messages that nobody has linked yet');
    } finally {
      IDBIndex.prototype.getAll = getAll;
    }
    // On a slow machine they come in more pieces than on a quick one.
    expect(looks).toBeLessThan(100);
    await sees(list, 'And 250 more, newer than these.');
    expect(buttons(list)).toHaveLength(50);
    await expect(list).to.be.accessible();
  });

  it('on a sales page it shows nothing', async () => {
    const name = company();
    await write(await open(name, 'customer'));
    const { root } = await provider(name, 'sales', html`<say-once-inbox></say-once-inbox>`);
    await sees(root.querySelector('say-once-inbox') as Element, 'This list is for support.');
  });

  it.each(HOSTILE.slice(0, 4))('hostile text is text: %s', async (hostile) => {
    const name = company();
    const { list } = await inbox(name);
    await write(await open(name, 'customer'), hostile);
    await sees(list, '1 message that nobody has linked yet');
    const allowed = new Set(['section', 'h2', 'ul', 'li', 'blockquote', 'p', 'button']);
    expect([...(list.shadowRoot?.querySelectorAll('*') ?? [])].map(({ localName }) => localName).filter((tag) => !allowed.has(tag))).toEqual([]);
  });
});
