/**
 * A call list of ten thousand, all of them in the page with their links, and one guard around it. The browser skips what is
 * out of sight (`content-visibility`), so that its own search and a screen reader still find everybody; the guard asks about
 * all of them as one, and touches what is in sight.
 */
import '../src/define.js';
import { openTouchpoint } from '../src/touchpoint.js';
import { linkTo, type Lead, plainRow, say } from './lead.js';
import { seed } from './seed.js';
import { ADA, COMPANY, get } from './story.js';

const MANY = 10_000;
/** So many rows are drawn, or left out, together: the browser keeps book of each such group, and ten thousand would be felt. */
const TOGETHER = 25;
/** Where Ada stands. */
const HERS = 4_216;

const FIRST = 'Noor Tomasz Mei Ines Kofi Sofia Liam Amara Jonas Priya Elif Mateo Grace Yusuf Hanna Diego Ruth Omar Clara Ivan'.split(' ');
const LAST = 'Haddad Wrona Tan Prado Mensah Rossi Byrne Nwosu Lindqvist Rao Kaya Silva Hughes Aziz Weber Ortiz Cohen Petrov Evans Novak'.split(' ');
const WHY = ['Broadband renewal', 'Asked for a second line', 'Contract ends in January', 'Moved into a new building', 'Opened the offer on fibre', 'From the trade fair'];
/** Numbers that Ofcom keeps free for stories: a thousand in each. */
const FREE = ['020 7946 0', '0113 496 0', '0114 496 0', '0115 496 0', '0116 496 0', '0117 496 0', '0118 496 0', '0121 496 0', '0131 496 0', '0141 496 0', '0151 496 0'];

const pick = (from: readonly string[], index: number): string => from[index % from.length] ?? '';

function lead(index: number): Lead {
  if (index === HERS) return { name: `${ADA.given} ${ADA.family}`, number: ADA.phone, why: 'Upgrade to fibre, opened the offer' };
  // The first range has her number in it.
  const number = `${pick(FREE, 1 + Math.floor(index / 1000))}${String(index % 1000).padStart(3, '0')}`;
  return { name: `${pick(FIRST, index * 7)} ${pick(LAST, Math.floor(index / 20) + index * 3)}`, number, why: pick(WHY, index * 5) };
}

const leads = Array.from({ length: MANY }, (_, index) => lead(index));
const guard = get<HTMLElementTagNameMap['say-once-guard']>('say-once-guard');
const rows = leads.map((its) => {
  const row = plainRow(its);
  row.dataset['label'] = its.name;
  row.append(linkTo(its));
  row.addEventListener('say-once-pitch', ({ pitch, hold }) => say(row, its, pitch, hold));
  return row;
});

guard.append(
  ...Array.from({ length: MANY / TOGETHER }, (_, part) => {
    const list = document.createElement('ul');
    list.setAttribute('aria-label', `${part * TOGETHER + 1} to ${(part + 1) * TOGETHER}`);
    list.append(...rows.slice(part * TOGETHER, (part + 1) * TOGETHER));
    return list;
  }),
);

get('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const wanted = get<HTMLInputElement>('#name').value.trim().toLowerCase();
  const found = leads.findIndex(({ name }) => name.toLowerCase().includes(wanted));
  for (const row of document.querySelectorAll('.found')) row.classList.remove('found');
  rows[found]?.classList.add('found');
  rows[found]?.scrollIntoView({ block: 'center' });
  if (wanted === '' || found === -1) get('#said').textContent = 'Nobody of that name is on the list.';
});

guard.addEventListener('say-once-pitch', ({ target }) => {
  // Each row says so too, of itself.
  if (target !== guard || guard.sum === undefined) return;
  const [held, clear, unknown] = [guard.sum.held, guard.sum.clear, guard.sum['not-checked']].map((count) => count.toLocaleString('en-GB'));
  get('#sum').textContent = `${MANY.toLocaleString('en-GB')} leads: ${held} held, ${clear} clear, ${unknown} not checked.`;
});

// In earnest support sits elsewhere. Here it is this page too, so that there is something to hold.
await seed();
const ben = await openTouchpoint({ name: COMPANY, as: { audience: 'support', id: 'ben', label: 'Ben' }, keys: 'device' });
const write = get<HTMLButtonElement>('#write');
ben.watch(ADA.id, ({ issues }) => {
  write.disabled = false;
  write.textContent = issues.length === 0 ? 'Let Ada write to support' : 'Let support resolve it';
});
async function writeOrResolve(): Promise<void> {
  write.disabled = true;
  const { issues } = await ben.read(ADA.id);
  await ben.record(ADA.id, issues.length === 0 ? { kind: 'issue', words: ADA.message, topic: ADA.topic, channel: 'web-form' } : { kind: 'resolved', answers: issues.map(({ stamp }) => stamp) });
}
write.addEventListener('click', () => void writeOrResolve());
