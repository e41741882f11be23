/** What a rep does in a card beyond a note: each by a small form that is saved when it is saved, and can be taken back. */
import { fixture, html } from '@open-wc/testing';
import { describe, expect, it } from 'vitest';
import type { SayOnceCard } from '../../src/elements/card.js';
import type { SayOnce } from '../../src/elements/say-once.js';
import { user as userEvent } from '../support/user.js';
import { button, card, company, fits, knowAda, markup, open, part, sees, textOf, until, write } from './page.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';

const ISSUE = { kind: 'issue', words: 'She was billed after I cancelled it.', channel: 'web-form' } as const;
const HOUR = 3_600_000;

interface Sat {
  card: SayOnceCard;
  desk: Touchpoint<'support'>;
  ben: Touchpoint<'support'>;
}

/** Ana at the card of Ada, who has an issue; and Ben at another desk. */
async function sit(attributes: Parameters<typeof card>[1] = { customer: 'cus_1' }): Promise<Sat> {
  const name = company();
  const ben = await open(name, 'support', { as: { audience: 'support', id: 'ben', label: 'Ben' } });
  await knowAda(ben, 'cus_1', [ISSUE]);
  const seat = await card(name, attributes);
  await sees(seat.card, 'She was billed');
  return { ...seat, ben };
}

/** Opens a small form by keyboard, and waits until one is in it. */
async function openForm(seen: Element, name: string): Promise<HTMLElement> {
  await until(() => textOf(seen).includes(name));
  button(seen, name).focus();
  await userEvent.keyboard('{Enter}');
  return (await until(() => {
    const active = seen.shadowRoot?.activeElement;
    return active?.closest('form.action') ? active : null;
  })) as HTMLElement;
}

/** Nothing of it can be saved, by no key either; the form can only be closed. */
async function nothingToSave(seen: Element, ben: Touchpoint<'support'>): Promise<void> {
  const before = await kinds(ben);
  expect([...(seen.shadowRoot?.querySelectorAll('.action .end button') ?? [])].map((one) => one.textContent)).toEqual(['Close']);
  await expect(seen).to.be.accessible();
  sentNow(seen);
  await send();
  expect(await kinds(ben)).toEqual(before);
  button(seen, 'Close').click();
  await until(() => part(seen, '.action') === null);
}

const field = (seen: Element, name: string): HTMLInputElement => part<HTMLInputElement>(seen, `.action [name=${name}]`) as HTMLInputElement;
const fill = (input: HTMLInputElement, value: string): void => {
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
const send = (): Promise<void> => userEvent.keyboard('{Control>}{Enter}{/Control}');
/** In the same breath as what comes beside it: keys come later, in Firefox so late that the other desk is done. */
const sentNow = (seen: Element): void => part<HTMLFormElement>(seen, 'form.action')?.requestSubmit();
const kinds = async (desk: Touchpoint<'support'>): Promise<string[]> => (await desk.history('cus_1')).entries.map(({ kind }) => kind);

describe('at the issue', () => {
  it('what was tried is said by keyboard alone, stands at the issue, and can be taken back', async () => {
    const { card: seen } = await sit();
    await openForm(seen, 'Add what was tried');
    await userEvent.keyboard('Found the order of 2 Nov.');
    await expect(seen).to.be.accessible();
    await send();
    await sees(seen, /Tried ?Found the order of 2 Nov\. \(Ana\)/);
    await until(() => seen.shadowRoot?.activeElement?.textContent === 'Add what was tried');
    await userEvent.click(button(seen, 'Take it back'));
    await sees(seen, 'Taken back.');
    await until(() => !textOf(seen).includes('Found the order of 2 Nov.'));
  });

  it('a promise needs a moment that is still to come', async () => {
    const { card: seen, desk } = await sit();
    await openForm(seen, 'Promise');
    await userEvent.keyboard('An answer about the refund');
    await send();
    await sees(seen, 'Please say by when.');
    expect(seen.shadowRoot?.activeElement).toBe(field(seen, 'due'));
    fill(field(seen, 'due'), '2020-01-01T12:00');
    await send();
    await sees(seen, 'That moment is over.');
    expect(await kinds(desk)).not.toContain('step');
    await expect(seen).to.be.accessible();
    await userEvent.click(part(seen, '.action button.chip') as Element);
    await userEvent.click(button(seen, 'Save promise'));
    await sees(seen, /Promised ?An answer about the refund, by .*\(Ana\)/);
    const { issues } = await desk.read('cus_1');
    expect((issues[0]?.steps[0]?.due ?? 0) - Date.now()).toBeGreaterThan(HOUR / 2);
  });

  it('a promise is kept by saying what was done, and no other is', async () => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { kind: 'step', step: 'promised', words: 'Call back', due: Date.now() + HOUR });
    await ben.record('cus_1', { kind: 'step', step: 'promised', words: 'Refund answer', due: Date.now() + HOUR });
    await sees(seen, 'Refund answer, by');
    await openForm(seen, 'Mark as kept');
    await userEvent.keyboard('Called her, she is content.');
    await send();
    await sees(seen, /Call back, kept/);
    expect(textOf(seen)).toContain('Refund answer, by');
    expect(textOf(seen)).toContain('Called her, she is content.');
  });

  it('resolving is taken back as if it had not been', async () => {
    const { card: seen } = await sit();
    await openForm(seen, 'Resolve');
    await userEvent.click(button(seen, 'Resolved'));
    await until(() => !textOf(seen).includes('Do not pitch'));
    await userEvent.click(button(seen, 'Take it back'));
    await sees(seen, 'Do not pitch');
    expect(part(seen, '[part=issue]')?.textContent).toContain('She was billed');
  });
});

describe('a check', () => {
  it('is noted by method, good for what the customer wants, and only for what it proves', async () => {
    const { card: seen, desk } = await sit({ customer: 'cus_1', action: 'refund' });
    await desk.begin('cus_1', { channel: 'phone' });
    await openForm(seen, 'Refund needs: an identity check');
    const ticks = (): Record<string, string> => Object.fromEntries([...(seen.shadowRoot?.querySelectorAll<HTMLInputElement>('[name=for]') ?? [])].map(({ value, disabled, checked }) => [value, disabled ? 'no' : checked ? 'yes' : 'may']));
    expect(ticks()).toEqual({ billing: 'may', refund: 'yes', 'change-address': 'no', 'change-bank': 'no' });
    await expect(seen).to.be.accessible();
    await userEvent.selectOptions(field(seen, 'method'), 'id-document');
    await until(() => ticks()['change-bank'] === 'may');
    await userEvent.selectOptions(field(seen, 'method'), 'otp-sms');
    await until(() => ticks()['change-bank'] === 'no');
    await userEvent.click(button(seen, 'They passed'));
    await sees(seen, /One-time code, with Ana, a moment ago\. Good for refund for another 30 min\./);
    expect(textOf(seen)).toContain('Verified');
    await userEvent.click(button(seen, 'Take it back'));
    await until(() => !textOf(seen).includes('Verified'));
  });

  it('is counted down for the eye, and said once, with its end, to whoever listens', async () => {
    const { card: seen, desk } = await sit();
    await desk.begin('cus_1', { channel: 'phone' });
    await desk.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing'], until: Date.now() + 50_000 });
    await sees(seen, /for another \d\d s\./);
    const heard = (): string => [...(part(seen, '[part=receipt]')?.querySelectorAll('.unseen') ?? [])].map(({ textContent }) => textContent).join('');
    const [before, spoken] = [textOf(seen), heard()];
    await until(() => textOf(seen) !== before);
    expect(heard()).toBe(spoken);
    expect(spoken).toMatch(/^Good for .*billing.* until .*\d\d:\d\d\.$/);
    expect(part(seen, '[part=receipt] [aria-hidden=true]')?.textContent).toMatch(/for another \d\d s\./);
    expect(part(seen, '[part=receipt]')?.closest('[aria-live], [role=status], [role=alert], [role=timer]')).toBeNull();
  });
});

describe('a flag', () => {
  it('is raised for a reason, holds, and is lifted for one', async () => {
    const { card: seen, desk } = await sit();
    await openForm(seen, 'Raise a flag');
    await userEvent.selectOptions(field(seen, 'reason'), 'bereavement');
    fill(field(seen, 'words'), 'Her mother has died.');
    await expect(seen).to.be.accessible();
    await userEvent.click(button(seen, 'Raise the flag'));
    await sees(seen, 'A bereavement, since');
    expect(part(seen, '[part=hold]')?.textContent).toContain('Her mother has died.');
    expect((await desk.read('cus_1')).flags).toMatchObject([{ flag: 'bereavement', reason: 'bereavement' }]);
    await openForm(seen, 'Lift it');
    await send();
    await sees(seen, 'Please give a reason in a few words.');
    await userEvent.keyboard('She says she wants to hear from us again.');
    await send();
    await until(() => !textOf(seen).includes('A bereavement, since'));
    expect((await desk.read('cus_1')).flags).toEqual([]);
  });

  it('ends with the day that was said, and no day that is over is taken', async () => {
    const { card: seen, desk } = await sit();
    await openForm(seen, 'Raise a flag');
    fill(field(seen, 'until'), '2020-01-01');
    await userEvent.click(button(seen, 'Raise the flag'));
    await sees(seen, 'That day is over.');
    const last = new Date(Date.now() + 5 * 24 * HOUR);
    fill(field(seen, 'until'), `${last.getFullYear()}-${String(last.getMonth() + 1).padStart(2, '0')}-${String(last.getDate()).padStart(2, '0')}`);
    await userEvent.click(button(seen, 'Raise the flag'));
    await sees(seen, /A complaint, since .* Ends /);
    const { until: end } = (await desk.read('cus_1')).flags[0] ?? {};
    expect(new Date(end ?? 0).getHours()).toBe(0);
    expect(new Date((end ?? 0) - 1).getDate()).toBe(last.getDate());
  });

  it('of their own wish has no end, and lifting it asks what they said themselves', async () => {
    const { card: seen } = await sit();
    await openForm(seen, 'Raise a flag');
    await userEvent.selectOptions(field(seen, 'reason'), 'wish');
    await until(() => part(seen, '[name=until]') === null);
    await userEvent.click(button(seen, 'Raise the flag'));
    await sees(seen, 'Their own wish, since');
    await openForm(seen, 'They have ended it');
    await sees(seen, 'Only they can end this. What did they say, and when?');
  });
});

describe('a fact', () => {
  it('is corrected from its panel: what is right wins, and it can be taken back', async () => {
    const { card: seen, desk } = await sit();
    await userEvent.click(button(seen, 'Account'));
    await sees(seen, '4821-77');
    await openForm(seen, 'Correct');
    await expect(seen).to.be.accessible();
    await userEvent.clear(field(seen, 'value'));
    await userEvent.keyboard('4821-78{Enter}');
    await sees(seen, '4821-78');
    expect((await desk.read('cus_1')).facts.find(({ fact }) => fact === 'account')?.values.map(({ value }) => value)).toEqual(['4821-78']);
    await userEvent.click(button(seen, 'Take it back'));
    await until(() => textOf(seen).includes('4821-77') && !textOf(seen).includes('4821-78'));
  });

  it('that is covered is not shown by the field that corrects it', async () => {
    const { card: seen } = await sit();
    await userEvent.click(button(seen, 'Phone'));
    await openForm(seen, 'Correct');
    expect(field(seen, 'value').value).toBe('');
    expect(markup(seen)).not.toContain('7946');
  });

  it('that is missing for an action is asked for where that is said', async () => {
    const { card: seen, desk } = await sit({ customer: 'cus_1', action: 'refund' });
    await openForm(seen, 'Refund needs: last bill amount');
    await userEvent.keyboard('41.20{Enter}');
    await sees(seen, 'Saved.');
    expect((await desk.read('cus_1')).facts.find(({ fact }) => fact === 'last-bill-amount')?.values[0]?.value).toBe('41.20');
  });

  it('a newer number that nobody confirmed stands after the one that was, and says so', async () => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { kind: 'told', fact: 'tel', value: '020 7946 0111' });
    await sees(seen, /Phone ••• 0946Phone, unconfirmed ••• 0111/);
  });
});

describe('two desks', () => {
  it.each([
    ['Add what was tried', 'words'],
    ['Promise', 'words'],
    ['Record a check', 'method'],
    ['Raise a flag', 'words'],
    ['Add note', 'words'],
  ])('«%s»: the other desk’s work shows at once; what is typed, where, and who is in it stay', async (name, of) => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { ...ISSUE, words: 'And the router blinks.' });
    await sees(seen, 'And the router blinks.');
    const first = await openForm(seen, name);
    const input = field(seen, of);
    input.focus();
    if (input.localName === 'textarea') await userEvent.keyboard('I am still typ');
    const typed = input.value;
    const { issues } = await ben.read('cus_1');
    await ben.record('cus_1', { kind: 'step', step: 'tried', words: 'Looked at the bill', issue: issues[0]?.stamp ?? '' });
    await ben.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'complaint', words: 'She is cross.' });
    await ben.record('cus_1', { kind: 'told', fact: 'nickname', value: 'Adi' });
    await ben.record('cus_1', { kind: 'resolved', answers: [issues[1]?.stamp ?? ''] });
    await sees(seen, 'Looked at the bill (Ben)');
    await sees(seen, 'She is cross.');
    await sees(seen, 'Goes by Adi');
    await sees(seen, 'Resolved lately');
    expect(first.isConnected).toBe(true);
    expect(seen.shadowRoot?.activeElement).toBe(input);
    expect(input.value).toBe(typed);
  });

  it('an issue that goes away above one’s own does not take the field along', async () => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { ...ISSUE, words: 'And the router blinks.' });
    await sees(seen, 'And the router blinks.');
    const buttons = [...(seen.shadowRoot?.querySelectorAll<HTMLButtonElement>('[part=issue] button') ?? [])].filter((one) => one.textContent === 'Promise');
    buttons[1]?.focus();
    await userEvent.keyboard('{Enter}');
    const input = await until(() => field(seen, 'words'));
    await userEvent.keyboard('A new router');
    const { issues } = await ben.read('cus_1');
    const top = input.getBoundingClientRect().top;
    await ben.record('cus_1', { kind: 'resolved', answers: [issues[0]?.stamp ?? ''] });
    await sees(seen, 'Resolved lately');
    expect(seen.shadowRoot?.activeElement).toBe(input);
    expect(input.closest('[part=issue]')?.textContent).toContain('And the router blinks.');
    expect(Math.abs(input.getBoundingClientRect().top - top)).toBeLessThan(100);
    await userEvent.keyboard('{Escape}');
    await until(() => seen.shadowRoot?.querySelectorAll('[part=issue]').length === 1);
  });

  it('a flag that another lifts while one writes why: it says so, and what was typed stays', async () => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'complaint' });
    await sees(seen, 'A complaint, since');
    const input = (await openForm(seen, 'Lift it')) as HTMLTextAreaElement;
    await userEvent.keyboard('It was settled');
    const { flags } = await ben.read('cus_1');
    await ben.record('cus_1', { kind: 'lowered', answers: [flags[0]?.stamp ?? ''] });
    await sees(seen, 'Somebody else has lifted this in the meantime.');
    expect(seen.shadowRoot?.activeElement).toBe(input);
    expect(input.value).toBe('It was settled');
    await nothingToSave(seen, ben);
  });

  it('a promise that another keeps while one writes how: it says so, and offers no Save', async () => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { kind: 'step', step: 'promised', words: 'A refund', due: Date.now() + HOUR });
    await openForm(seen, 'Mark as kept');
    await userEvent.keyboard('Refunded');
    const { issues } = await ben.read('cus_1');
    await ben.record('cus_1', { kind: 'step', step: 'note', words: 'Done.', answers: [issues[0]?.steps[0]?.stamp ?? ''] });
    await sees(seen, 'Somebody else has kept this promise or taken it back in the meantime.');
    expect(field(seen, 'words').value).toBe('Refunded');
    await nothingToSave(seen, ben);
  });

  it.each(['Add what was tried', 'Promise', 'Resolve'])('an issue that another resolves meanwhile, at «%s»: nothing is saved where nobody would see it', async (what) => {
    const { card: seen, ben } = await sit();
    const input = (await openForm(seen, what)) as HTMLTextAreaElement;
    await userEvent.keyboard('Typed');
    const { issues } = await ben.read('cus_1');
    await ben.record('cus_1', { kind: 'resolved', answers: [issues[0]?.stamp ?? ''] });
    await sees(seen, 'This was resolved in the meantime.');
    expect(input.value).toBe('Typed');
    await nothingToSave(seen, ben);
  });

  it('a check that another records on this call while one does: it says which, before the customer is asked again', async () => {
    const { card: seen, desk, ben } = await sit();
    const { chain } = await desk.begin('cus_1', { channel: 'phone' });
    await openForm(seen, 'Record a check');
    await ben.begin('cus_1', { channel: 'phone', chain });
    await ben.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: Date.now() + HOUR });
    await sees(seen, 'They were checked in the meantime: One-time code, with Ben.');
    expect(part(seen, '.action')?.textContent).toContain('They passed');
  });

  it('a link that another takes back first: taking it back once more says so', async () => {
    const { card: seen, desk, ben } = await sit();
    const page = await open(desk.name, 'customer');
    const person = await write(page);
    await sees(seen, 'Not linked to anybody');
    await openForm(seen, 'Link');
    await userEvent.keyboard('She knew the last bill');
    await send();
    await sees(seen, 'Linked.');
    await ben.unlink(person, 'cus_1');
    await userEvent.click(button(seen, 'Take it back'));
    await sees(seen, 'Somebody else has taken this back already.');
  });

  it('two whom another links while one writes why: it says so, and offers no Save', async () => {
    const { card: seen, desk, ben } = await sit();
    const page = await open(desk.name, 'customer');
    const person = await write(page);
    await openForm(seen, 'Link');
    await userEvent.keyboard('She knew the last bill');
    await ben.link(person, 'cus_1', { because: 'She knew her PIN letter' });
    await sees(seen, 'Somebody else has linked them in the meantime.');
    expect(field(seen, 'because').value).toBe('She knew the last bill');
    await nothingToSave(seen, ben);
  });

  it('what was said follows the language of the page', async () => {
    const { card: seen } = await sit();
    await openForm(seen, 'Add note');
    await send();
    await sees(seen, 'Please write something first.');
    document.documentElement.lang = 'de';
    await sees(seen, 'Bitte schreiben Sie erst etwas.');
    await userEvent.keyboard('Called back');
    await send();
    await sees(seen, 'Notiz gespeichert.');
    document.documentElement.lang = 'en';
    await sees(seen, 'Note saved.');
  });

  it('a fact that another corrects while one does: both answers stand', async () => {
    const { card: seen, desk, ben } = await sit();
    await userEvent.click(button(seen, 'Account'));
    await openForm(seen, 'Correct');
    await userEvent.clear(field(seen, 'value'));
    await userEvent.keyboard('4821-78');
    const { facts } = await ben.read('cus_1');
    await ben.record('cus_1', { kind: 'told', fact: 'account', value: '4821-79', answers: [facts.find(({ fact }) => fact === 'account')?.values[0]?.stamp ?? ''] });
    await sees(seen, 'A different answer has come in the meantime.');
    expect(field(seen, 'value').value).toBe('4821-78');
    await userEvent.keyboard('{Enter}');
    await sees(seen, 'Saved.');
    expect((await desk.read('cus_1')).facts.find(({ fact }) => fact === 'account')?.values.map(({ value }) => value).toSorted()).toEqual(['4821-78', '4821-79']);
  });
});

describe('what is said of it', () => {
  it('of two issues it is said once that they hold', async () => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { ...ISSUE, words: 'And the router blinks.' });
    await sees(seen, /2 open issues, the first since .* Ends when they are resolved\./);
    expect(textOf(seen)).not.toContain('Ends when it is resolved.');
  });

  it('long words are not cut silently, and open to the end, beyond what a context keeps', async () => {
    const { card: seen, ben } = await sit();
    await ben.record('cus_1', { ...ISSUE, words: `${'The router blinks. '.repeat(300)}That is all.` });
    await sees(seen, 'There is more.');
    expect(textOf(seen)).not.toContain('That is all.');
    await userEvent.click(button(seen, 'Read all of it'));
    await sees(seen, 'That is all.');
    expect(textOf(seen)).not.toContain('There is more.');
    await expect(seen).to.be.accessible();
  });

  it('of somebody unknown no effort is counted', async () => {
    const { card: seen } = await card(company());
    await sees(seen, 'Nothing is known yet.');
    expect(textOf(seen)).not.toContain('repeats');
  });
});

describe('at any width', () => {
  it.each([280, 720])('%i px: no form sticks out, nor at twice the size of text', async (width) => {
    const { card: seen } = await sit({ customer: 'cus_1', action: 'refund' });
    seen.style.inlineSize = `${width}px`;
    seen.style.setProperty('--say-once-size', '1.875rem');
    for (const name of ['Promise', 'Record a check', 'Raise a flag', 'Refund needs: last bill amount']) {
      await openForm(seen, name);
      fits(seen);
    }
  });
});

describe('two desks at once', () => {
  it('lift one flag: it is lifted, also where one of them takes it back', async () => {
    const { card: seen, ben, desk } = await sit();
    const { stamp } = await ben.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'complaint' });
    await sees(seen, 'A complaint');
    await openForm(seen, 'Lift it');
    await userEvent.keyboard('Sorted.');
    const others = ben.record('cus_1', { kind: 'lowered', answers: [stamp], because: 'Content again' });
    sentNow(seen);
    await others;
    await sees(seen, 'Take it back');
    await userEvent.click(button(seen, 'Take it back'));
    await sees(seen, 'Taken back.');
    expect((await desk.read('cus_1')).flags).toEqual([]);
  });

  it('keep one promise: both say what they did, and one who takes theirs back does not break it', async () => {
    const { card: seen, ben } = await sit();
    const { stamp } = await ben.record('cus_1', { kind: 'step', step: 'promised', words: 'Call back', due: Date.now() + HOUR });
    await openForm(seen, 'Mark as kept');
    await userEvent.keyboard('Called.');
    const others = ben.record('cus_1', { kind: 'step', step: 'note', words: 'Ben called', answers: [stamp] });
    sentNow(seen);
    await others;
    await sees(seen, 'Saved as kept.');
    await userEvent.click(button(seen, 'Take it back'));
    await sees(seen, 'Taken back.');
    await sees(seen, 'Call back, kept');
  });
});

describe('while it is being saved', () => {
  const slow = (desk: Touchpoint<'support'>): { go(error?: Error): void } => {
    const { record } = desk;
    const gate: { go(error?: Error): void } = { go: () => {} };
    const waits = new Promise<void>((resolve, reject) => (gate.go = (error) => (error === undefined ? resolve() : reject(error))));
    waits.catch(() => {});
    Object.defineProperty(desk, 'record', { configurable: true, value: async (...given: Parameters<typeof record>) => (await waits, record.apply(desk, given)) });
    return gate;
  };

  it('a form that is closed too soon still says that it was not saved', async () => {
    const { card: seen, desk } = await sit();
    const gate = slow(desk);
    await openForm(seen, 'Add what was tried');
    await userEvent.keyboard('Found the order.');
    await send();
    await userEvent.keyboard('{Escape}');
    gate.go(Object.assign(new Error('no'), { code: 'wrong-key' }));
    await sees(seen, 'Not saved (wrong-key). What you typed is still here.');
    await openForm(seen, 'Add what was tried');
    expect(field(seen, 'words').value).toBe('Found the order.');
  });

  it('what is typed then is not lost', async () => {
    const { card: seen, desk } = await sit();
    const gate = slow(desk);
    await openForm(seen, 'Add what was tried');
    await userEvent.keyboard('Found the order.');
    await send();
    await userEvent.keyboard(' Sent it again.');
    gate.go();
    await sees(seen, 'Saved what was tried.');
    if (part(seen, '.action [name=words]') === null) await openForm(seen, 'Add what was tried');
    expect(field(seen, 'words').value).toContain('Sent it again.');
  });

  it('a double click on what is covered is one look', async () => {
    const { card: seen, desk, ben } = await sit();
    const gate = slow(desk);
    const covered = button(seen, '••• 0946');
    covered.click();
    covered.click();
    await new Promise((later) => setTimeout(later, 100));
    covered.click();
    gate.go();
    await sees(seen, '020 7946 0946');
    expect((await kinds(ben)).filter((one) => one === 'revealed')).toHaveLength(1);
  });

  it('nothing says that it was saved before it is, and of a desk that ends meanwhile nothing is there', async () => {
    const { card: seen, desk, ben } = await sit();
    slow(desk);
    await openForm(seen, 'Add what was tried');
    await userEvent.keyboard('Found the order.');
    await send();
    await until(() => part(seen, '[aria-busy=true]'));
    expect(part(seen, '[role=status]:last-child')?.textContent?.trim()).toBe('');
    expect(part(seen, '[part=issue] dl')?.textContent).not.toContain('Found the order.');
    await desk.close();
    seen.remove();
    expect(await kinds(ben)).not.toContain('step');
  });

  it('a double click saves once, and a card that is taken away meanwhile saves all the same', async () => {
    const { card: seen, desk, ben } = await sit();
    const gate = slow(desk);
    await openForm(seen, 'Add what was tried');
    await userEvent.keyboard('Found the order.');
    await send();
    await send();
    seen.remove();
    gate.go();
    await until(() => kinds(ben), (all) => all.includes('step'));
    expect((await kinds(ben)).filter((one) => one === 'step')).toHaveLength(1);
  });
});

describe('a clock that was a day wrong', () => {
  it.each([['ahead', 24 * HOUR], ['behind', -24 * HOUR]])('%s: a check under it proves nothing now, a promise keeps its moment, and work goes on', async (_, off) => {
    const name = company();
    const wrong = await open(name, 'support', { as: { audience: 'support', id: 'ben', label: 'Ben' }, now: () => Date.now() + off });
    await knowAda(wrong, 'cus_1', [ISSUE]);
    await wrong.begin('cus_1', { channel: 'phone', chain: 'the-call' });
    await wrong.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing'], until: Date.now() + off + HOUR / 2 });
    await wrong.record('cus_1', { kind: 'step', step: 'promised', words: 'An answer', due: Date.now() - HOUR });
    await wrong.close();
    const { card: seen, desk } = await card(name);
    await desk.begin('cus_1', { channel: 'phone', chain: 'the-call' });
    await sees(seen, 'An answer, was due');
    expect(part(seen, '.verified')).toBeNull();
    await openForm(seen, 'Record a check');
    await send();
    await until(() => part(seen, '.verified'));
    await openForm(seen, 'Resolve');
    await send();
    await until(() => !textOf(seen).includes('Do not pitch'));
  });
});

it('of somebody who asked to be forgotten nothing is in full view, and a look is on record', async () => {
  const name = company();
  const support = [{ id: 'k1', key: await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), 'HKDF', false, ['deriveKey', 'deriveBits']) }];
  // A ring without the right to erase: it is written down as asked for.
  const desk = await open(name, 'support', { keys: { support } });
  await knowAda(desk);
  await desk.forget('cus_1');
  const root = await fixture<SayOnce>(html`<say-once name=${name} audience="support" .keys=${{ support }}><say-once-card customer="cus_1"></say-once-card></say-once>`);
  const seen = root.querySelector('say-once-card') as SayOnceCard;
  await sees(seen, 'They asked to be forgotten');
  expect(textOf(seen)).toContain('Account •••');
  await userEvent.click(button(seen, 'All of the history'));
  await sees(seen, 'Account: •••');
  await userEvent.click(button(seen, 'Account'));
  await until(() => part(seen, '.action'));
  for (const value of ['4821', '7946', 'a•••@', '0946', 'LS6']) expect(textOf(seen)).not.toContain(value);
  await expect(seen).to.be.accessible();
  await userEvent.click(part(seen, '.action .masked') as HTMLElement);
  await sees(seen, '4821-77');
  expect(await kinds(desk)).toContain('revealed');
});
