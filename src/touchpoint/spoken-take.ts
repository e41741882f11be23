/** Takes a hand-off by a code that was told on the phone: asks the desk that gave it. */
import { codeIn } from '../carry/spoken-code.js';
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { randomId } from '../store/bytes.js';
import type { Desk } from './desk.js';
import { offerHere, REFERENCE } from './hand-off-state.js';
import { type Answer, leadsFar, maySpeak, newPair, openLine, type Pair, type Said, sealTo } from './spoken-line.js';

/** Desks of this browser answer at once, ms … */
const NEAR = 2_000;
/** … other machines over a relay that may have to be connected first. */
const FAR = 8_000;
/** Two desks may have given codes that begin alike: after a «no» the other is waited for so long, ms. */
const OTHER = { near: 150, far: 500 };
/** The offer's own entry may still be on its way, ms. */
const ENTRY = 3_000;

/** It was misheard or mistyped. */
export class WrongCodeError extends SayOnceError {
  /** tries that are left */
  readonly left: number;

  constructor(left: number) {
    super('wrong-code', `This code is not right; ${left === 1 ? 'one try is' : `${left} tries are`} left. Nothing was changed; have it said again.`);
    this.left = left;
  }
}

const refusalOf = ({ refused, left = 0 }: Answer): SayOnceError => {
  if (refused === 'wrong-code') return new WrongCodeError(left);
  if (refused === 'expired') return new SayOnceError('expired', 'This code has ended. Nothing was changed; ask for a new one.');
  if (refused === 'wrong-audience') return new SayOnceError('wrong-audience', 'This hand-off is for another team, or another rep. Nothing was changed.');
  return new SayOnceError('code-burnt', 'This code is good no more: it was used once, or tried wrongly too often. Nothing was changed; ask for a new one.');
};

/** Resolves with the reference. Throws `not-a-token`, `wrong-code`, `code-burnt`, `expired`, `wrong-audience`, `no-answer`, `unreachable`, `not-allowed`, `key-required`. */
export async function takeCode(desk: Desk<Audience>, text: string): Promise<string> {
  const code = codeIn(text);
  if (code === undefined) throw new SayOnceError('not-a-token', 'A spoken code has nine digits. Nothing was changed; have it said again.');
  maySpeak(desk);
  const { reference = '' } = await ask(desk, code, await newPair());
  await comes(desk, reference.slice(REFERENCE.length));
  return reference;
}

function ask(desk: Desk<Audience>, { place, secret }: NonNullable<ReturnType<typeof codeIn>>, pair: Pair): Promise<Answer> {
  const { name, as } = desk;
  const call = randomId();
  const nonce = randomId();
  const stop = new AbortController();
  return new Promise<Answer>((resolve, reject) => {
    let trouble: unknown;
    const said = new Set<string>();
    const nobody = (): void => reject(trouble ?? new SayOnceError('no-answer', 'No desk answers to this code: it was misheard, or it has ended, or the desk that gave it is closed. Nothing was changed; have it said again.'));
    const far = leadsFar(desk);
    const timers = [setTimeout(nobody, far ? FAR : NEAR)];
    stop.signal.addEventListener('abort', () => timers.forEach(clearTimeout));

    const hear = async (heard: Said): Promise<void> => {
      const { step, key, sealed = '' } = heard;
      if (heard.call !== call) return;
      if (step === 'here' && !said.has(key)) {
        said.add(key);
        const { id, label, teams = [] } = as;
        const sealedTry = await sealTo(name, key, { secret, nonce, teams, ...(id === undefined ? {} : { id }), ...(label === undefined ? {} : { label }) });
        await line.say({ step: 'try', call, key, sealed: sealedTry });
      }
      if (step !== 'answer') return;
      const answer = (await pair.open(name, sealed)) as Answer;
      if (answer.nonce !== nonce) return;
      if (typeof answer.reference === 'string') resolve(answer);
      else timers.push(setTimeout(() => reject(refusalOf(answer)), far ? OTHER.far : OTHER.near));
    };
    const line = openLine(desk, (heard) => void hear(heard).catch(() => {}), stop.signal);
    line.say({ step: 'call', call, key: pair.told, place }).catch((error: unknown) => (trouble = error));
  }).finally(() => stop.abort());
}

/** Until the offer is in this store's journal, or it is clear that it will not be soon. */
async function comes(desk: Desk<Audience>, offer: string): Promise<void> {
  const { store } = desk;
  const end = performance.now() + ENTRY;
  while ((await offerHere(desk, offer)) === undefined && performance.now() < end) {
    await new Promise<void>((again) => {
      const stop = store.listen(() => go());
      const timer = setTimeout(() => go(), ENTRY);
      const go = (): void => {
        clearTimeout(timer);
        stop();
        again();
      };
    });
  }
}
