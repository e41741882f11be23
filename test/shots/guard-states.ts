/** Every state of the guard, in a row of a call list as a host would have it. */
import type { SayOnceGuard } from '../../src/elements/guard.js';
import type { Draft } from '../../src/model/entry.js';
import { ada, ISSUE, open, press, show, touchpointOf, until, written } from './scene.js';

const row = (attributes = ''): string => `<p>Ada Okafor, Leeds <say-once-guard label="Ada Okafor" ${attributes}><a href="tel:+442079460946">Call</a><button slot="actions">Next in list</button></say-once-guard></p>`;

async function list(pitch: SayOnceGuard['pitch'], drafts: readonly Draft[] = [], attributes = ''): Promise<SayOnceGuard> {
  await ada(await open('support'), drafts);
  const root = show(row(attributes), 'sales');
  await touchpointOf(root);
  const guard = root.querySelector('say-once-guard') as SayOnceGuard;
  await until(() => guard.pitch === pitch, pitch);
  return guard;
}

/** The panel is a popover: it covers the page, and so does the picture. */
const asked = async (guard: SayOnceGuard, name: string): Promise<void> => {
  document.body.style.blockSize = '26rem';
  await press(guard, name);
};

const LEADS: [name: string, number: string][] = [['Noor Haddad', '020 7946 0111'], ['Ada Okafor', '020 7946 0946'], ['Tomasz Wrona', '020 7946 0222'], ['Mei Tan', '12']];
const STYLE = '<style>ul { list-style: none; padding: 0; margin: 0 } li { display: flex; flex-wrap: wrap; gap: 0.3em 0.8em; padding-block: 0.6em; border-block-end: 1px solid #8884; align-items: baseline } li b { font-weight: 600; flex: 1 0 8em }</style>';
const inList = (inside: (number: string) => string) => LEADS.map(([name, number]) => `<li data-label="${name}"><b>${name}</b> <bdi>${number}</bdi> ${inside(number)}</li>`).join('');
const dialled = (number: string): string => `tel:${number.replaceAll(' ', '')}`;
const links = (number: string): string => `<a href="${dialled(number)}">Call</a>`;
const several = (number: string): string => `${links(number)} <button class="dial" data-phone="${number}">Dial</button> <button class="dial" data-phone="${number}">Text</button> <button>Note</button>`;

/** One guard around rows that are clear, held (Ada), and not checked (a number that is none). */
async function rows(attributes: string, inside = links): Promise<SayOnceGuard> {
  await ada(await open('support'), [ISSUE]);
  const root = show(`${STYLE}<say-once-guard rows="li" style="display: block" ${attributes}><ul>${inList(inside)}</ul></say-once-guard>`, 'sales');
  await touchpointOf(root);
  const guard = root.querySelector('say-once-guard') as SayOnceGuard;
  await until(() => guard.sum?.held === 1 && guard.sum.clear === 2, 'the rows');
  return guard;
}

export const guardStates: Record<string, () => Promise<unknown>> = {
  'guard-clear': () => list('clear'),
  'guard-held': () => list('held', [ISSUE]),
  'guard-held-link-in-sight': () => list('held', [ISSUE], 'keep'),
  'guard-held-asked': async () => asked(await list('held', [ISSUE]), 'Held'),
  // Somebody wrote, and support has not taken it up: this one ends by itself.
  'guard-held-by-a-claim-asked': async () => {
    const guard = await list('clear');
    const desk = await open('support');
    await written(desk);
    await until(() => guard.pitch === 'held', 'held');
    await asked(guard, 'Held');
  },
  'guard-list': () => rows(''),
  'guard-list-controls': () => rows('controls=".dial"', several),
  'guard-list-controls-in-sight': () => rows('controls=".dial" keep', several),
  'guard-list-asked': async () => {
    const guard = await rows('controls=".dial"', several);
    document.body.style.blockSize = '26rem';
    const mark = await until(() => [...guard.querySelectorAll('li > span')].map(({ shadowRoot }) => shadowRoot?.querySelector('button')).find((one) => one?.textContent === 'Held'), 'a mark');
    mark.focus();
    mark.click();
  },
  'guard-list-not-checked': async () => {
    document.body.innerHTML = `${STYLE}<say-once-guard rows="li" style="display: block"><ul>${inList(links)}</ul></say-once-guard>`;
    await until(() => document.querySelector('li > span'), 'a mark');
  },
  'guard-not-checked': async () => {
    document.body.innerHTML = row();
  },
  'guard-not-checked-asked': async () => {
    document.body.innerHTML = row();
    await asked(document.querySelector('say-once-guard') as SayOnceGuard, 'Not checked');
  },
};
