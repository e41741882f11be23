/** A sales desk: a call list of the host's own, with a guard around each link. */
import '../src/define.js';
import { ADA, beFramed, get, happened } from './story.js';

/** Leads as the sales system has them; one came in without a number. */
const LEADS: { name: string; number?: string; why: string }[] = [
  { name: 'Noor Haddad', number: '020 7946 0110', why: 'Broadband renewal, 12 Dec' },
  { name: `${ADA.given} ${ADA.family}`, number: ADA.phone, why: 'Upgrade to fibre, opened the offer' },
  { name: 'Tomasz Wrona', number: '020 7946 0321', why: 'Asked for a second line' },
  { name: 'Mei Tan', number: '020 7946 0555', why: 'Contract ends in January' },
  { name: 'Unknown lead', why: 'From the trade fair, number to be found' },
  { name: 'Ines Prado', number: '020 7946 0812', why: 'Moved into a new building' },
];

const dialled = (number: string): string => `tel:+44${number.replace(/\D/g, '').slice(1)}`;

const cell = (style: string, text: string): HTMLSpanElement => Object.assign(document.createElement('span'), { className: style, textContent: text });

function row({ name, number, why }: (typeof LEADS)[number]): HTMLLIElement {
  const item = document.createElement('li');
  const guard = document.createElement('say-once-guard');
  const link = document.createElement('a');
  link.textContent = 'Call';
  if (number !== undefined) link.href = dialled(number);
  link.setAttribute('aria-label', `Call ${name}`);
  guard.label = name;
  guard.append(link);
  const reason = cell('why', why);
  guard.addEventListener('say-once-pitch', ({ pitch, hold }) => {
    const held = pitch === 'held';
    const was = item.classList.contains('held');
    item.classList.toggle('held', held);
    if (held) {
      const strong = document.createElement('strong');
      strong.textContent = 'Do not pitch';
      reason.replaceChildren(strong, hold?.until == null ? ' until support lifts it' : ` until ${hold.until}`);
    } else reason.textContent = why;
    count();
    if (number !== ADA.phone) return;
    if (held) happened('held');
    else if (was && pitch === 'clear') happened('free');
  });
  const digits = document.createElement('bdi');
  digits.textContent = number ?? 'no number yet';
  const telephone = cell('number', '');
  telephone.append(digits);
  item.append(cell('name', name), telephone, reason, guard);
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
