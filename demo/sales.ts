/** A sales desk: a call list of the host's own, with a guard around each link. */
import '../src/define.js';
import { guardIn, type Lead, plainRow } from './lead.js';
import { ADA, beFramed, get, happened } from './story.js';

/** Leads as the sales system has them; one came in without a number. */
const LEADS: Lead[] = [
  { name: 'Noor Haddad', number: '020 7946 0110', why: 'Broadband renewal, 12 Dec' },
  { name: `${ADA.given} ${ADA.family}`, number: ADA.phone, why: 'Upgrade to fibre, opened the offer' },
  { name: 'Tomasz Wrona', number: '020 7946 0321', why: 'Asked for a second line' },
  { name: 'Mei Tan', number: '020 7946 0555', why: 'Contract ends in January' },
  { name: 'Unknown lead', why: 'From the trade fair, number to be found' },
  { name: 'Ines Prado', number: '020 7946 0812', why: 'Moved into a new building' },
];

function row(lead: Lead): HTMLLIElement {
  const item = plainRow(lead);
  let was = false;
  guardIn(item, lead).addEventListener('say-once-pitch', ({ pitch }) => {
    count();
    if (lead.number !== ADA.phone) return;
    if (pitch === 'held') happened('held');
    else if (was && pitch === 'clear') happened('free');
    was = pitch === 'held';
  });
  return item;
}

function count(): void {
  const guards = [...document.querySelectorAll('say-once-guard')];
  const are = (pitch: string): number => guards.filter((guard) => guard.pitch === pitch).length;
  get('#sum').textContent = `${guards.length} of 214. ${are('held')} held, ${are('not-checked')} not checked`;
}

get('ul').append(...LEADS.map(row));
count();
beFramed();
