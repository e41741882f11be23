/** The whole history of a customer: read as far as somebody scrolls, and moved by nothing that happens meanwhile. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SayOnceCard } from '../../src/elements/card.js';
import type { Draft } from '../../src/model/entry.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { user as userEvent } from '../support/user.js';
import { button, card, company, fits, HOSTILE, knowAda, markup, open, part, sees, textOf, until } from './page.js';

const MINUTE = 60_000;

/** So many notes, the newest of them `Note 0`. */
const notes = (count: number): Draft[] => Array.from({ length: count }, (_, index) => ({ kind: 'step', step: 'note', words: `Entry ${count - 1 - index} of many`, at: Date.now() - (count - index) * MINUTE, channel: index % 3 === 0 ? 'phone' : 'chat', contact: `c-${index}`, chain: `c-${index}` }));

async function sit(drafts: readonly Draft[]): Promise<{ card: SayOnceCard; ben: Touchpoint<'support'>; desk: Touchpoint<'support'> }> {
  const name = company();
  const ben = await open(name, 'support', { as: { audience: 'support', id: 'ben', label: 'Ben' } });
  await knowAda(ben, 'cus_1', drafts);
  const seat = await card(name);
  await sees(seat.card, 'Recent');
  return { ...seat, ben };
}

/** Until a whole frame was drawn: a browser keeps the place of what is read at the end of a frame, after the callbacks of that frame. */
const drawn = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));

async function opened(seen: Element): Promise<HTMLElement> {
  button(seen, 'All of the history').focus();
  await userEvent.keyboard('{Enter}');
  await until(() => rows(seen).length > 0);
  const scroll = part(seen, '.scroll') as HTMLElement;
  // What lies outside the window is not laid out, and nobody reads there: no place is kept.
  scroll.scrollIntoView({ block: 'center' });
  await drawn();
  return scroll;
}

const rows = (seen: Element): HTMLElement[] => [...(seen.shadowRoot?.querySelectorAll<HTMLElement>('.history .entry') ?? [])];
const find = (seen: Element, text: string): void => {
  const field = part<HTMLInputElement>(seen, '[name=find]') as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
};

describe('the whole history', () => {
  it('comes page by page as one scrolls, newest first, to where it began', async () => {
    const { card: seen } = await sit(notes(160));
    const scroll = await opened(seen);
    await until(() => rows(seen).length >= 50);
    expect(rows(seen).length).toBeLessThan(160);
    expect(rows(seen)[0]?.textContent).toContain('Entry 0 of many');
    await until(() => {
      scroll.scrollTop = scroll.scrollHeight;
      return textOf(seen).includes('All of it is shown.');
    });
    const texts = rows(seen).map(({ textContent }) => /Entry (\d+) of many/.exec(textContent ?? '')?.[1]).filter((one) => one !== undefined);
    expect(texts).toEqual(Array.from({ length: 160 }, (_, index) => String(index)));
    expect(rows(seen).at(-1)?.textContent).toContain('Check passed: Identity document');
  });

  it('says a day as people write it, and of no wait that it was one of no seconds', async () => {
    const before = { channel: 'phone', contact: 'c-1', chain: 'c-1' } as const;
    const { card: seen } = await sit([{ kind: 'told', fact: 'customer-since', value: '2019-03-02', ...before, at: Date.now() - MINUTE }, { kind: 'contact', phase: 'waited', seconds: 0.4, ...before, at: Date.now() - MINUTE }]);
    await opened(seen);
    await sees(seen, /: 2 Mar 2019/);
    await sees(seen, 'Waited a moment');
    expect(textOf(seen)).not.toMatch(/2019-03-02|\b0 s\b/);
  });

  it('says who sent what nobody signed, as they say themselves', async () => {
    const from = { kind: 'handoff', state: 'accepted', to: 'Billing' } as const;
    const { card: seen } = await sit([{ ...from, offer: 'a', claimed: { audience: 'support', id: 'rep-17', label: 'Ana' } }, { ...from, offer: 'b', claimed: { audience: 'customer' } }]);
    await opened(seen);
    const lines = rows(seen).map(({ textContent }) => textContent?.replace(/[\u2066-\u2069]/g, '')).join('\n');
    expect(lines).toContain('Taken over. Who sent it claims to be Ana; nothing proves it');
    expect(lines).toContain('Taken over from a public page, as claims');
  });

  it('is one list after its two fields, scrolled and gone on with by keyboard alone', async () => {
    const { card: seen } = await sit(notes(290));
    const scroll = await opened(seen);
    await expect(seen).to.be.accessible();
    const inOrder = [...(part(seen, '.history')?.querySelectorAll('input, select, [tabindex], button') ?? [])].map((one) => one.getAttribute('name') ?? one.className);
    expect(inOrder).toEqual(['find', 'channel', 'scroll', 'plain earlier']);
    expect(seen.shadowRoot?.querySelectorAll('[role=list] > [role=none] > [role=listitem]').length).toBe(rows(seen).length);
    scroll.focus();
    expect(seen.shadowRoot?.activeElement).toBe(scroll);
    const before = rows(seen).length;
    button(seen, 'Show earlier').focus();
    await userEvent.keyboard('{Enter}');
    await until(() => rows(seen).length > before);
    await until(async () => {
      if ((seen.shadowRoot?.activeElement as HTMLElement | null)?.matches('.earlier') === true) await userEvent.keyboard('{Enter}');
      return textOf(seen).includes('All of it is shown.');
    });
    // What was pressed keeps the focus, to be pressed again; where it goes because there is no more, the list has it.
    expect(seen.shadowRoot?.activeElement).toBe(scroll);
    await userEvent.click(button(seen, 'All of the history'));
    await until(() => part(seen, '.history') === null);
  });

  it('a page more says nothing again of the language around it: a browser would go through every line that stands there', async () => {
    const { card: seen } = await sit(notes(120));
    await opened(seen);
    const said: (string | null)[] = [];
    const watching = new MutationObserver((changes) => said.push(...changes.map(({ attributeName }) => attributeName)));
    watching.observe(seen.shadowRoot as ShadowRoot, { subtree: true, attributeFilter: ['lang', 'dir'] });
    button(seen, 'Show earlier').click();
    await until(() => rows(seen).length > 50);
    await seen.updateComplete;
    watching.disconnect();
    expect(said).toEqual([]);
  });

  it('follows the page into another language, the lines that stand there too', async () => {
    const { card: seen } = await sit(notes(3));
    await opened(seen);
    await until(() => rows(seen).at(-1)?.textContent?.includes('Check passed: Identity document') === true);
    const { lang } = document.documentElement;
    onTestFinished(() => void (document.documentElement.lang = lang));
    document.documentElement.lang = 'de';
    await until(() => rows(seen).at(-1)?.textContent?.includes('Ausweis') === true);
    expect(rows(seen).map(({ textContent }) => textContent).join()).not.toContain('Check passed');
  });

  it('finds a word, whatever its accents and case, and says what it does not find', async () => {
    const { card: seen, ben } = await sit(notes(120));
    await ben.record('cus_1', { kind: 'step', step: 'note', words: 'Über den Café-Besuch gesprochen', at: Date.now() - 500 * MINUTE });
    await opened(seen);
    find(seen, 'cafe');
    await until(() => rows(seen).length === 1);
    expect(rows(seen)[0]?.textContent).toContain('Café-Besuch');
    find(seen, 'entry 11');
    await until(() => rows(seen).length === 11);
    find(seen, 'zebra');
    await sees(seen, 'Nothing says that.');
    await expect(seen).to.be.accessible();
    find(seen, '');
    await until(() => rows(seen).length >= 50);
  });

  it('shows what happened in one place only', async () => {
    const { card: seen } = await sit(notes(90));
    await opened(seen);
    await until(() => part(seen, 'option[value=chat]'));
    await userEvent.selectOptions(part(seen, '[name=channel]') as HTMLElement, 'chat');
    await sees(seen, 'All of it is shown.');
    expect(rows(seen)).toHaveLength(60);
    expect(rows(seen).every(({ textContent }) => textContent?.includes('Chat'))).toBe(true);
  });

  it('another desk’s work comes on top at once, and moves nothing of what is read', async () => {
    const { card: seen, ben } = await sit(notes(120));
    const scroll = await opened(seen);
    await until(() => rows(seen).length >= 50);
    scroll.scrollTop = 400;
    await drawn();
    const read = rows(seen)[20] as HTMLElement;
    const top = read.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
    const { stamp } = await ben.record('cus_1', { kind: 'step', step: 'note', words: 'Called her just now' });
    await until(() => rows(seen)[0]?.textContent?.includes('Called her just now'));
    expect(read.isConnected).toBe(true);
    await drawn();
    expect(Math.abs(read.getBoundingClientRect().top - scroll.getBoundingClientRect().top - top)).toBeLessThan(2);
    await ben.record('cus_1', { kind: 'undone', answers: [stamp] });
    await until(() => rows(seen).some(({ textContent }) => textContent?.includes('Taken back: Note: ⁨Called her just now')));
    const { entries } = await ben.history('cus_1', { limit: 30 });
    const beside = entries.find((entry) => 'words' in entry && entry.words === 'Entry 19 of many');
    await ben.record('cus_1', { kind: 'undone', answers: [beside?.stamp ?? ''] });
    await until(() => rows(seen).some(({ textContent }) => textContent?.includes('Taken back: Note: ⁨Entry 19 of many')));
    expect(read.isConnected).toBe(true);
  });

  it('uncovers nothing', async () => {
    const { card: seen } = await sit([]);
    await opened(seen);
    await sees(seen, 'Phone: ••• 0946');
    expect(markup(seen)).not.toContain('7946');
    find(seen, '7946');
    await sees(seen, 'Nothing says that.');
  });

  it.each(['mobileNumber', 'Date of birth', 'e-mail address'])('nor what was read in under another name: %s', async (fact) => {
    const { card: seen, ben } = await sit([]);
    const document = await ben.export('cus_1');
    const told = document.entries.find(({ kind }) => kind === 'told');
    await ben.import({ ...document, entries: [{ ...told, stamp: told?.stamp.replace(/.$/, (last) => (last === '0' ? '1' : '0')), fact, value: 'secret1@secret2-5550' } as never], proof: '' });
    await opened(seen);
    await until(() => rows(seen).length > 8);
    expect(part(seen, '.history')?.textContent).not.toContain('secret1');
    find(seen, 'secret1');
    await sees(seen, 'Nothing says that.');
  });

  it.each(HOSTILE.slice(0, 4))('hostile text is text: %s', async (hostile) => {
    const { card: seen } = await sit([{ kind: 'step', step: 'tried', words: hostile }, { kind: 'issue', words: hostile, channel: hostile.slice(0, 60) }]);
    await opened(seen);
    const allowed = new Set(['div', 'span', 'time']);
    expect([...(part(seen, '.scroll [role=list]')?.querySelectorAll('*') ?? [])].map(({ localName }) => localName).filter((tag) => !allowed.has(tag))).toEqual([]);
    seen.style.inlineSize = '320px';
    await seen.updateComplete;
    fits(seen);
  });

  it('draws only what is in sight: thousands of entries are laid out as they are scrolled to', async () => {
    const { card: seen } = await sit(notes(400));
    const scroll = await opened(seen);
    await until(() => {
      scroll.scrollTop = scroll.scrollHeight;
      return rows(seen).length >= 400;
    }, Boolean, 12_000);
    scroll.scrollTop = 0;
    await drawn();
    const visible = rows(seen).filter((row) => row.checkVisibility({ contentVisibilityAuto: true }));
    expect(visible.length).toBeLessThan(200);
    expect(visible.length).toBeGreaterThan(0);
  });
});

it('what another desk strikes is gone from an open history', async () => {
  const { card: seen, ben } = await sit(notes(60));
  await opened(seen);
  const { entries } = await ben.history('cus_1', { limit: 20 });
  expect(rows(seen).some(({ textContent }) => textContent?.includes('Entry 15 of many'))).toBe(true);
  const wrong = entries.find((entry) => 'words' in entry && entry.words === 'Entry 15 of many');
  await ben.strike(wrong?.stamp ?? '', 'cus_1');
  await until(() => rows(seen).length > 0 && !textOf(seen).includes('Entry 15 of many'));
});
