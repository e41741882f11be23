/** A customer passes between two desks, by the element alone. */
import { fixture, html } from '@open-wc/testing';
import { expect, it } from 'vitest';
import '../../src/elements/define/transfer.js';
import type { SayOnceCard } from '../../src/elements/card.js';
import type { SayOnceTransfer } from '../../src/elements/transfer.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { button, company, fits, HOSTILE, knowAda, open, part, sees, textOf, until } from './page.js';
import { user as userEvent } from '../support/user.js';

interface Desk {
  element: SayOnceTransfer;
  desk: Touchpoint<'support'>;
}

async function desk(name: string, label: string, team: string, customer = '', folded = false): Promise<Desk> {
  const root = await fixture<HTMLElement & { touchpoint: Touchpoint<'support'> }>(html`<say-once name=${name} audience="support" rep=${`rep-${label}`} label=${label} teams=${team} keys="device"><say-once-transfer customer=${customer} teams="billing=Billing, retention" reps="rep-Ben=Ben, rep-Cara=Cara" ?folded=${folded}></say-once-transfer>${folded ? html`<say-once-card transfer customer=${customer}></say-once-card>` : ''}</say-once>`);
  const touchpoint = await until(() => root.touchpoint);
  return { element: root.querySelector('say-once-transfer') as SayOnceTransfer, desk: touchpoint };
}

/** Ana is about to hand Ada over; Ben is of billing. */
async function two(): Promise<{ ana: Desk; ben: Desk; name: string }> {
  const name = company();
  await knowAda(await open(name, 'support'));
  const ana = await desk(name, 'Ana', 'care', 'cus_1');
  const ben = await desk(name, 'Ben', 'billing');
  await ana.desk.begin('cus_1', { channel: 'phone' });
  await ana.desk.recordAll('cus_1', [
    { kind: 'checked', method: 'one-time code', level: 'verified', goodFor: ['*'], until: Date.now() + 1_700_000 },
    { kind: 'issue', words: 'She was billed after I cancelled it.' },
    { kind: 'step', step: 'promised', words: 'A refund answer' },
  ]);
  await sees(ana.element, 'Ada Okafor, account 4821-77.');
  return { ana, ben, name };
}

const field = (element: Element, selector: string): HTMLInputElement => part<HTMLInputElement>(element, selector) as HTMLInputElement;

it('is given, seen at once, read back and taken, by keyboard alone', async () => {
  const { ana, ben } = await two();
  expect(textOf(ben.element)).toBe('');
  await sees(ana.element, 'They said: “She was billed after I cancelled it.”');
  await expect(ana.element).to.be.accessible();
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ana.element, 'Please choose to whom.');
  // It stands by the choices.
  expect(part(ana.element, 'fieldset')?.parentElement?.textContent).toContain('Please choose to whom.');
  field(ana.element, 'input[value="billing"]').focus();
  await userEvent.keyboard(' ');
  field(ana.element, '#note').focus();
  await userEvent.keyboard('Please waive the final bill.{Enter}');
  await sees(ana.element, /Handed to Billing.*Offered to Billing.*Nobody has taken it yet/);
  await expect(ana.element).to.be.accessible();

  await sees(ben.element, /Ana hands you Ada Okafor.*Please waive the final bill/);
  await sees(ben.element, 'Don’t ask again');
  await expect(ben.element).to.be.accessible();
  expect((await ana.desk.read('cus_1')).handoffs.at(-1)?.state).toBe('offered');
  field(ben.element, 'input[name="point"]').focus();
  await userEvent.keyboard(' ');
  await sees(ana.element, 'Ben is reading it');
  let taken = '';
  ben.element.addEventListener('say-once-taken', ({ customer }) => (taken = customer));
  field(ben.element, '#line').focus();
  await userEvent.keyboard('The bill is dated 9 Nov.{Enter}');
  await sees(ben.element, 'You have Ada Okafor now.');
  expect(taken).toBe('cus_1');
  await sees(ana.element, /Ben has it.*Ben read it back, 1 correction or addition.*Ben corrected or added.*The bill is dated 9 Nov.*Not read back.*Promised: A refund answer/);
  await expect(ana.element).to.be.accessible();
  await userEvent.click(button(ana.element, 'Done'));
  await sees(ana.element, 'Transfer Ada Okafor');
});

it('follows it to the first word, and says whether anything had to be said again', async () => {
  const { ana, ben } = await two();
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ben.element, /On the line now, waiting a moment\..*Say first: “I know what you told us/);
  await expect(ben.element).to.be.accessible();
  // The page goes on to whom he took over, and what was said of it stays to be read.
  ben.element.addEventListener('say-once-taken', ({ customer }) => Object.assign(ben.element, { customer, folded: true }));
  await userEvent.click(button(ben.element, 'I have it ↵'));
  await until(() => ben.element.customer === 'cus_1');
  await ben.element.updateComplete;
  expect(textOf(ben.element)).toBe('You have Ada Okafor now.');
  expect(ben.element.shadowRoot?.activeElement?.className).toContain('said');
  await sees(ana.element, /Ben has it.*First word not yet.*Ada repeated nothing\. Well done\./);
  expect(ana.element.shadowRoot?.querySelectorAll('ol .due')).toHaveLength(1);
  await expect(ana.element).to.be.accessible();
  // A note may be written before anybody has spoken.
  await ben.desk.record('cus_1', { kind: 'step', step: 'note', words: 'Read it all.' });
  await ben.desk.record('cus_1', { kind: 'felt', felt: 'relieved' });
  await sees(ana.element, /First word \d\d:\d\d:\d\d/);
  await ben.desk.record('cus_1', { kind: 'asked', fact: 'account' });
  await sees(ana.element, 'Ada had to say again: account.');
});

it('each hand-off that cannot be taken is answered in a sentence that says what to do next, with its code beside it', async () => {
  const { ana, ben, name } = await two();
  const cara = await open(name, 'support', { as: { audience: 'support', id: 'rep-Cara', label: 'Cara', teams: ['billing'] } });
  const mine = await ana.desk.handOff('cus_1', { to: { rep: 'rep-Cara' } });
  await ana.desk.record('cus_2', { kind: 'told', fact: 'name', value: 'Noor Haddad' });
  const theirs = await ana.desk.handOff('cus_2', { to: { rep: 'rep-Ben' } });
  await sees(ben.element, 'Ana hands you Noor Haddad');
  await userEvent.click(button(ben.element, 'I have it ↵'));
  await sees(ben.element, 'You have Noor Haddad now.');
  const late = await ana.desk.handOff('cus_2', { to: { team: 'retention' }, expires: Date.now() + 300 });
  await new Promise((over) => setTimeout(over, 400));
  const { element: retention } = await desk(name, 'Dan', 'retention');
  const shows = async (element: SayOnceTransfer, token: string, code: string, sentence: RegExp): Promise<void> => {
    element.token = token;
    await until(() => part(element, '[part="refusal"]')?.textContent === code);
    expect(textOf(element)).toMatch(sentence);
  };
  await shows(ben.element, mine.full, 'wrong-audience', /^It is for another team, another rep or another company\. Ask for one that is for you\. /);
  await shows(ben.element, theirs.reference, 'taken', /^Ben has taken it already\. There is nothing left to do\. /);
  await shows(ben.element, `${theirs.full.slice(0, -9)}AAAAAAAAA`, 'altered', /^It was changed on its way, or not all of it came\. Ask for a new one\. /);
  await shows(ben.element, 'x'.repeat(60_000), 'too-large', /^This is too long to be a hand-off\./);
  await shows(ben.element, 'so9:AAAAAAAAAAAAAAAAAAAAAA', 'unknown-version', /^A newer version of this page made it\. Load the page again/);
  await shows(retention, late.reference, 'expired', /^Nobody took it in time\. Ask for a new one\. /);
  await expect(retention).to.be.accessible();
  await cara.close();
});

it('what was said, and what was refused, follow the language of the page', async () => {
  const { ana, ben, name } = await two();
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ben.element, 'Ana hands you Ada Okafor');
  await userEvent.click(button(ben.element, 'Can’t take it'));
  await sees(ben.element, 'You left it to others.');
  const cara = await desk(name, 'Cara', 'billing');
  cara.element.token = 'so1:AAAAAAAAAAAAAAAAAAAAAA';
  await sees(cara.element, 'This code was made on another machine');
  document.documentElement.lang = 'de';
  await sees(ben.element, 'Sie haben es anderen überlassen.');
  await sees(cara.element, /Dieser Code wurde auf einem anderen Gerät gemacht.*not-reached/);
  document.documentElement.lang = 'en';
  await sees(ben.element, 'You left it to others.');
});

it('has a QR code to show, once somebody opens it', async () => {
  const { ana } = await two();
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ana.element, 'QR code');
  expect(part(ana.element, 'svg')).toBeNull();
  part(ana.element, 'summary')?.focus();
  await userEvent.keyboard('{Enter}');
  await sees(ana.element, 'For the camera of another machine.');
  expect(part(ana.element, 'svg')?.getAttribute('aria-label')).toBe('QR code');
  document.documentElement.lang = 'de';
  await sees(ana.element, 'Für die Kamera eines anderen Geräts.');
  document.documentElement.lang = 'en';
  await sees(ana.element, 'For the camera of another machine.');
  await expect(ana.element).to.be.accessible();
});

it('says that a link is too long for a QR code, where the page’s own address is', async () => {
  const { ana } = await two();
  const address = location.href;
  history.replaceState(null, '', `?${'x'.repeat(1_300)}`);
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ana.element, 'QR code');
  history.replaceState(null, '', address);
  part(ana.element, 'summary')?.click();
  await sees(ana.element, 'This does not fit into a QR code.');
  expect(part(ana.element, 'svg')).toBeNull();
});

it('a code told on the phone opens it, typed into the field that takes anything; a wrong one is said on both sides', async () => {
  const { ana, ben, name } = await two();
  const cara = await desk(name, 'Cara', 'retention');
  ben.element.byHand = cara.element.byHand = true;
  const enter = async ({ element }: Desk, text: string): Promise<void> => {
    await userEvent.fill(await until(() => field(element, '#given')), text);
    await userEvent.keyboard('{Enter}');
  };
  await enter(ben, 'nonsense');
  await sees(ben.element, 'This is not a hand-off.');
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ana.element, 'Get a code to say');
  button(ana.element, 'Get a code to say').focus();
  await userEvent.keyboard('{Enter}');
  await sees(ana.element, /Say this code.*Good once, until .*, while this page stays open/);
  await expect(ana.element).to.be.accessible();
  const code = part(ana.element, '.spoken')?.textContent ?? '';
  await enter(cara, code);
  await sees(cara.element, 'It is for another team, another rep or another company.');
  await enter(ben, `${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`);
  await sees(ben.element, 'This is not the code. 2 tries are left: have it said again.');
  await sees(ana.element, 'Ben has tried a wrong one. 2 tries are left.');
  await expect(ben.element).to.be.accessible();
  await enter(ben, code);
  await sees(ben.element, 'Ana hands you Ada Okafor');
  await sees(ana.element, 'Ben has opened it with the code.');
  expect(part(ana.element, '.spoken')).toBeNull();
  await until(() => field(ben.element, '#given').value, (value) => value === '');
});

it('who cannot take it says why, and it can be offered again', async () => {
  const { ana, ben } = await two();
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ben.element, 'Ana hands you Ada Okafor');
  await userEvent.fill(field(ben.element, '#line'), 'I am on another call.');
  await userEvent.click(button(ben.element, 'Can’t take it'));
  await sees(ana.element, /Ben cannot take it.*I am on another call/);
  await sees(ben.element, 'You left it to others.');
  await userEvent.click(button(ana.element, 'Offer again'));
  await sees(ana.element, 'Transfer Ada Okafor');
});

it('when nobody takes it in time, that is said by itself, and it can be offered again', async () => {
  const { ana, ben } = await two();
  await ana.desk.handOff('cus_1', { to: { team: 'billing', label: 'Billing' }, expires: Date.now() + 1_500 });
  await sees(ben.element, 'Ana hands you Ada Okafor');
  await sees(ana.element, /Offered to Billing.*Nobody took it in time/);
  await until(() => textOf(ben.element), (text) => text === '');
  await userEvent.click(button(ana.element, 'Offer again'));
  await sees(ana.element, 'Transfer Ada Okafor');
});

it('what a colleague took first goes from the others’ screens', async () => {
  const { ana, ben, name } = await two();
  const cara = await desk(name, 'Cara', 'billing');
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ben.element, 'Ana hands you Ada Okafor');
  await sees(cara.element, 'Ana hands you Ada Okafor');
  await userEvent.click(button(cara.element, 'I have it ↵'));
  await sees(cara.element, 'You have Ada Okafor now.');
  await until(() => textOf(ben.element), (text) => text === '');
});

it('a token that is none says so, and hostile words stay words, on a narrow panel too', async () => {
  const { ana, ben } = await two();
  ben.element.token = 'nonsense';
  await sees(ben.element, 'This is not a hand-off.');
  expect(part(ben.element, '[part="refusal"]')?.textContent).toBe('not-a-token');
  await ana.desk.record('cus_1', { kind: 'told', fact: 'name', value: HOSTILE.join(' ').slice(0, 300) });
  await ana.desk.handOff('cus_1', { to: { team: 'billing' }, note: HOSTILE.join(' ') });
  await until(() => part(ben.element, '[part="take"]'));
  part(ben.element, '.point button')?.click();
  await until(() => part(ben.element, 'textarea'));
  ben.element.style.inlineSize = ana.element.style.inlineSize = '280px';
  fits(ben.element);
  fits(ana.element);
  expect(part(ben.element, 'img, script')).toBe(null);
});

it('a point is put right where it stands, and the sender sees what was read and what is right', async () => {
  const { ana, ben } = await two();
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ben.element, 'They said: “She was billed after I cancelled it.”');
  // What it asks about is grouped as on the card: a first and a last name are one name.
  expect([...(ben.element.shadowRoot?.querySelectorAll('.chips li') ?? [])].map((chip) => chip.textContent)).toEqual(['Name', 'Account', 'Phone', 'Email', 'Address']);
  const fix = ben.element.shadowRoot?.querySelectorAll<HTMLButtonElement>('.point button') ?? [];
  expect(fix[1]?.getAttribute('aria-label')?.replace(/[⁨⁩]/g, '')).toBe('Correct: They said: “She was billed after I cancelled it.”');
  fix[0]?.focus();
  await userEvent.keyboard('{Enter}');
  await until(() => part(ben.element, '[name="right-0"]'));
  await userEvent.click(button(ben.element, 'Leave as it was'));
  await until(() => ben.element.shadowRoot?.activeElement?.id, (id) => id === 'fix-0');
  fix[1]?.focus();
  await userEvent.keyboard('{Enter}');
  await until(() => (ben.element.shadowRoot?.activeElement as HTMLInputElement | null)?.name, (name) => name === 'right-1');
  await expect(ben.element).to.be.accessible();
  await userEvent.fill(field(ben.element, '[name="right-1"]'), 'The bill is of 9 Nov.');
  await userEvent.keyboard('{Enter}');
  await sees(ben.element, 'You have Ada Okafor now.');
  await sees(ana.element, /Ben read it back, 1 correction or addition.*They said: “She was billed after I cancelled it.”.*The bill is of 9 Nov\./);
  await expect(ana.element).to.be.accessible();
  expect((await ana.desk.read('cus_1')).handoffs[0]?.corrected).toEqual([{ point: 'They said: “She was billed after I cancelled it.”', right: 'The bill is of 9 Nov.' }]);
});

it('one rep gets it, chosen by keyboard, and no other of their team', async () => {
  const { ana, ben, name } = await two();
  const cara = await desk(name, 'Cara', 'billing');
  field(ana.element, 'input[name="team"][value=""]').focus();
  await userEvent.keyboard(' ');
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ana.element, 'Please choose to whom.');
  const whom = part<HTMLSelectElement>(ana.element, 'select') as HTMLSelectElement;
  await userEvent.selectOptions(whom, 'rep-Cara');
  await userEvent.click(button(ana.element, 'Hand over'));
  await sees(ana.element, 'Handed to Cara');
  await sees(cara.element, 'Ana hands you Ada Okafor');
  expect(textOf(ben.element)).toBe('');
});

it('a card’s «Transfer» opens it, Escape closes it again, and what became of it is there after a reload', async () => {
  const { name } = await two();
  const ana = await desk(name, 'Ana', 'care', 'cus_1', true);
  const card = ana.element.parentElement?.querySelector('say-once-card') as SayOnceCard;
  await sees(card, 'Ada Okafor');
  expect(textOf(ana.element)).toBe('');
  button(card, 'Transfer').focus();
  await userEvent.keyboard('{Enter}');
  await sees(ana.element, 'They said: “She was billed after I cancelled it.”');
  await until(() => (ana.element.shadowRoot?.activeElement as HTMLInputElement | null)?.name, (at) => at === 'team');
  await userEvent.keyboard('{Escape}');
  await until(() => textOf(ana.element), (text) => text === '');
  expect(card.shadowRoot?.activeElement?.textContent).toBe('Transfer');
  await userEvent.keyboard('{Enter}');
  await until(() => part(ana.element, 'input[value="billing"]'));
  await userEvent.click(field(ana.element, 'input[value="billing"]'));
  let reference = '';
  ana.element.addEventListener('say-once-offered', ({ offer }) => (reference = offer.reference));
  await userEvent.keyboard('{Enter}');
  await sees(ana.element, 'Handed to Billing');
  await until(() => ana.element.shadowRoot?.activeElement?.localName, (at) => at === 'h2');
  const ben = await open(name, 'support', { as: { audience: 'support', id: 'rep-Ben', label: 'Ben', teams: ['billing'] } });
  await (await ben.receive(reference)).open();
  ana.element.parentElement?.remove();
  const again = await desk(name, 'Ana', 'care', 'cus_1', true);
  await sees(again.element, /Offered to Billing.*Ben is reading it.*Nobody has taken it yet/);
  // The link was only ever in the page that is gone.
  expect(textOf(again.element)).not.toContain('Copy link');
  await (await ben.receive(reference)).decline('I am on another call.');
  await sees(again.element, /Ben cannot take it.*I am on another call/);
  again.element.parentElement?.remove();
  const last = await desk(name, 'Ana', 'care', 'cus_1', true);
  await sees(last.element, /Ben cannot take it.*I am on another call/);
  await userEvent.click(button(last.element, 'Offer again'));
  await sees(last.element, /Transfer Ada Okafor.*Hand over/);
});

it('a host with a way of its own to hand over keeps it', async () => {
  const { name } = await two();
  const ana = await desk(name, 'Ana', 'care', 'cus_1', true);
  const card = ana.element.parentElement?.querySelector('say-once-card') as SayOnceCard;
  await sees(card, 'Ada Okafor');
  const asked = new Promise<string>((resolve) => {
    card.addEventListener('say-once-hand-over', (event) => {
      event.preventDefault();
      resolve(event.customer);
    });
  });
  button(card, 'Transfer').click();
  expect(await asked).toBe('cus_1');
  await ana.element.updateComplete;
  expect(part(ana.element, 'form')).toBe(null);
});

it('of two who wait the second is there as soon as the first is answered', async () => {
  const { ana, ben } = await two();
  await ana.desk.record('cus_2', { kind: 'told', fact: 'name', value: 'Noor Haddad' });
  await ana.desk.handOff('cus_1', { to: { team: 'billing' } });
  await ana.desk.handOff('cus_2', { to: { team: 'billing' } });
  await sees(ben.element, 'Ana hands you Ada Okafor');
  await userEvent.click(button(ben.element, 'I have it ↵'));
  await sees(ben.element, 'Ana hands you Noor Haddad');
  await userEvent.click(button(ben.element, 'Can’t take it'));
  await sees(ben.element, 'You left it to others.');
  expect(textOf(ben.element)).toBe('You left it to others.');
});
