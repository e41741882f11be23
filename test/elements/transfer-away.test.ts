/** A customer is handed to sales, and to another company: by the element alone. */
import { fixture, html } from '@open-wc/testing';
import { expect, it } from 'vitest';
import '../../src/elements/define/transfer.js';
import type { SayOnceTransfer } from '../../src/elements/transfer.js';
import type { Offer, Touchpoint } from '../../src/touchpoint/types.js';
import { user } from '../support/user.js';
import { button, company, knowAda, markup, open, part, sees, textOf, until } from './page.js';

interface Desk {
  element: SayOnceTransfer;
  desk: Touchpoint;
}

const inside = async (root: HTMLElement & { touchpoint?: Touchpoint }): Promise<Desk> => ({ desk: (await until(() => root.touchpoint)) as Touchpoint, element: root.querySelector('say-once-transfer') as SayOnceTransfer });
const seller = async (name: string): Promise<Desk> => inside(await fixture(html`<say-once name=${name} audience="sales" rep="rep-30" label="Sam" teams="offers" keys="device"><say-once-transfer by-hand></say-once-transfer></say-once>`));

/** Ana is about to hand Ada over. */
async function giver(customer = 'cus_1'): Promise<Desk & { name: string; offered: () => Offer }> {
  const name = company();
  const known = await open(name, 'support');
  await knowAda(known);
  await known.record(customer, { kind: 'issue', words: 'She was billed after I cancelled it.' });
  const ana = await inside(await fixture(html`<say-once name=${name} audience="support" rep="rep-Ana" label="Ana" teams="care" keys="device"><say-once-transfer customer=${customer} teams="billing=Billing" sales="offers=Offers" sales-page="https://sales.acme.example/" reps="rep-Ben=Ben"></say-once-transfer></say-once>`));
  let offer: Offer | undefined;
  ana.element.addEventListener('say-once-offered', (event) => (offer = event.offer));
  await sees(ana.element, 'They said: “She was billed after I cancelled it.”');
  return { ...ana, name, offered: () => offer as Offer };
}

const field = (element: Element, selector: string): HTMLInputElement => part<HTMLInputElement>(element, selector) as HTMLInputElement;
const isHidden = (element: Element, selector: string): boolean => field(element, selector).closest('[hidden]') !== null;

it('to sales: the rep sees what sales will read, which is all that sales sees; by keyboard alone', async () => {
  const { element, desk, name, offered } = await giver();
  field(element, '#note').focus();
  await user.keyboard('Her mother has died.');
  field(element, 'input[value="offers,sales"]').focus();
  await user.keyboard(' ');
  await sees(element, /They will read, before hello.*Customer cus_1\. Do not pitch\. Held since .*Sales learns whether to pitch/);
  expect([isHidden(element, '#note'), textOf(element).includes('They said')]).toEqual([true, false]);
  const summary = part(element, '.box')?.textContent ?? '';
  await expect(element).to.be.accessible();
  // Another choice brings the note back, as it was typed.
  await user.click(field(element, 'input[value="billing"]'));
  await sees(element, 'They said: “She was billed after I cancelled it.”');
  expect([isHidden(element, '#note'), field(element, '#note').value]).toEqual([false, 'Her mother has died.']);
  await user.click(field(element, 'input[value="offers,sales"]'));
  await sees(element, 'Do not pitch.');
  await user.click(button(element, 'Hand over'));
  await sees(element, /Handed to .*Offers.*Offered to .*Offers.*does not report back\. The link is good until/);
  expect(textOf(element)).not.toContain('Nobody has taken it');
  await expect(element).to.be.accessible();
  const { link, full } = offered();
  expect(link).toBe(`https://sales.acme.example/#say-once=${full}`);
  expect(JSON.stringify((await desk.history('cus_1')).entries)).not.toContain('mother');

  const sales = await seller(name);
  await sees(sales.element, 'A colleague’s code, link or words');
  const given = field(sales.element, '#given');
  given.focus();
  given.value = link;
  await user.keyboard('{Enter}');
  await sees(sales.element, /Support hands you customer .*cus_1.*Yours to take until/);
  expect(part(sales.element, '[part="say-first"]')?.textContent).toBe(summary.split('\n').slice(1).join('\n'));
  expect(markup(sales.element)).not.toMatch(/Ada|Ana|billed|mother|4821|issue/);
  await expect(sales.element).to.be.accessible();
  let taken = '';
  sales.element.addEventListener('say-once-taken', ({ customer }) => (taken = customer));
  expect(sales.element.shadowRoot?.activeElement?.textContent).toContain('I have it');
  await user.keyboard('{Enter}');
  await sees(sales.element, 'You have customer');
  expect(taken).toBe('cus_1');
  sales.element.token = full;
  await sees(sales.element, /Somebody else has taken it already.*taken/);

  await user.click(button(element, 'Done'));
  await sees(element, 'Transfer Ada Okafor');
  await sees(element, 'They said: “She was billed');
});

it('a hold that is told of while it is being read is shown at once; declining leaves it to others', async () => {
  const name = company();
  const desk = await open(name, 'support');
  const sales = await seller(name);
  await until(() => (sales.desk.state.fresh ? true : undefined));
  sales.element.token = (await desk.handOff('cus_1', { to: { team: 'offers', audience: 'sales' } })).full;
  await sees(sales.element, 'You may pitch: nothing is held.');
  await desk.record('cus_1', { kind: 'issue', words: 'It is broken.' });
  await sees(sales.element, 'Do not pitch.');
  document.documentElement.lang = 'de';
  await sees(sales.element, /Der Support übergibt Ihnen: Kunde.*Nichts anbieten/);
  document.documentElement.lang = 'en';
  await sees(sales.element, 'Do not pitch.');
  await user.click(button(sales.element, 'Can’t take it'));
  await sees(sales.element, 'You left it to others.');
});

it('somebody whom sales cannot know is not offered to sales, and the rep is told what to do', async () => {
  const { element } = await giver('prov_aaaaaaaaaaaaaaaaaaaaaa');
  await user.click(field(element, 'input[value="offers,sales"]'));
  await sees(element, 'Sales does not know this customer. Link them with a record of yours first.');
  await user.click(field(element, 'input[value="billing"]'));
  await sees(element, 'They said: “She was billed');
  expect(textOf(element)).not.toContain('does not know');
});

it('outside, to a company with a key of its own: a link and a picture that it alone can open; without one, a code', async () => {
  const { element, name, offered } = await giver();
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  element.outside = [{ team: 'depot', label: 'Northwind Repairs', key: { id: 'nw-1', publicKey: pair.publicKey }, page: 'https://northwind.example/' }, { team: 'billing', label: 'Night desk' }];
  await sees(element, 'Outside, by code');
  await user.click(field(element, 'input[value=",outside"]'));
  await user.click(button(element, 'Hand over'));
  await sees(element, 'Please choose to whom.');
  const companies = part<HTMLSelectElement>(element, 'select[name="outside"]') as HTMLSelectElement;
  expect([...companies.options].map(({ text }) => text.replaceAll(/[\u2068\u2069]/g, ''))).toEqual(['Which company?', 'Northwind Repairs', 'Night desk']);
  await user.selectOptions(companies, '0');
  await expect(element).to.be.accessible();
  await user.click(button(element, 'Hand over'));
  await sees(element, /Handed to .*Northwind Repairs.*QR code.*For the camera.*does not report back/);
  expect([part(element, 'details')?.hasAttribute('open'), textOf(element).includes('Get a code')]).toEqual([true, false]);
  await expect(element).to.be.accessible();
  expect(offered().link.startsWith('https://northwind.example/#say-once=')).toBe(true);
  const depot = await open(name, 'support', { as: { audience: 'support', id: 'nw', label: 'Nora', teams: ['depot'] } });
  await expect(depot.receive(offered().full)).rejects.toMatchObject({ code: 'wrong-key' });

  // The night desk has this company's own keys, and is told nine digits.
  element.customer = 'cus_2';
  await sees(element, 'Hand over');
  await user.click(field(element, 'input[value=",outside"]'));
  await user.selectOptions(part<HTMLSelectElement>(element, 'select[name="outside"]') as HTMLSelectElement, '1');
  await user.click(button(element, 'Hand over'));
  await sees(element, /Say this code ?\d{3} \d{3} \d{3}/);
  const night = await open(name, 'support', { as: { audience: 'support', id: 'n', label: 'Noor', teams: ['billing'] } });
  expect((await night.receive(part(element, '.spoken')?.textContent ?? '')).customer).toBe('cus_2');
});
