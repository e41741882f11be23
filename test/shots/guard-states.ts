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
  'guard-not-checked': async () => {
    document.body.innerHTML = row();
  },
  'guard-not-checked-asked': async () => {
    document.body.innerHTML = row();
    await asked(document.querySelector('say-once-guard') as SayOnceGuard, 'Not checked');
  },
};
