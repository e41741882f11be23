import type { Carrier } from '../carry/carrier.js';
import type { Author } from '../model/entry.js';
import { dayOf } from '../model/time.js';
import { answer, openPart } from '../store/early.js';
import { idle } from '../store/idle.js';
import { EXPIRES, LOOSE_MARK } from '../store/due.js';
import type { Disk } from '../store/disk.js';
import type { Keys, KeyRing } from '../store/keys.js';

/** Where no bell rings (a BroadcastChannel may be missing, a frame may sleep), the box is looked into by the clock, ms. */
const LOOK = 5_000;
/** A support desk that stays goes to its office in any case, to say that it is there, ms. */
const STAYS = 60_000;

/** At whose door it is: a desk's, or that of who stands in for it. */
export interface House {
  readonly name: string;
  readonly author: Author;
  readonly ring: Pick<KeyRing, 'intake'>;
  readonly store: Stored & { readonly closed: boolean };
  /** what reads boxes, and sends; rejects where it cannot be fetched */
  office(): Promise<unknown>;
  isBehind(): Promise<boolean>;
  setCaughtUp(caughtUp: boolean): void;
  keepUp(): void;
  onClose(work: () => void | Promise<void>): unknown;
}

interface Stored {
  readonly disk: Pick<Disk, 'outbox' | 'markedBetween' | 'meta'>;
  readonly keys: Keys;
  now(): number;
}

/** Whether something lies in one of the boxes of this browser's exchange. */
async function hasMail(company: string, box: string): Promise<boolean> {
  const database = await openPart(company, 'exchange', {});
  try {
    const first = database.transaction('mail').objectStore('mail').index('box').getKey(IDBKeyRange.bound([box, 0], [box, Number.POSITIVE_INFINITY]));
    return (await answer(first)) !== undefined;
  } finally {
    database.close();
  }
}

/**
 * Waits for what the office is needed for, so that a page on which nothing waits never loads it: mail in this browser's
 * exchange, something sealed that was not sent, carriers of the host's. And looks, in idle time, whether anything is to
 * be swept or sealed anew. Returns its undo.
 */
export function attend(desk: House, carriers: readonly Carrier[]): () => void {
  const { store, author, ring } = desk;
  const { audience } = author;
  const box = audience === 'sales' ? 'sales' : ring.intake?.privateKey !== undefined && audience === 'support' ? 'intake' : undefined;
  const bell = box === undefined || typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`say-once/${desk.name}/exchange`);
  const timers: ReturnType<typeof setTimeout>[] = [];
  let left = false;
  const leave = (): void => {
    left = true;
    bell?.close();
    timers.splice(0).forEach(clearTimeout);
  };
  let looking: Promise<void> = Promise.resolve();
  desk.onClose(() => {
    leave();
    return looking;
  });

  /** Whoever cannot read what lies in the box does not know, and must not seem to. */
  const go = (): void => {
    if (!left) desk.office().catch(() => audience === 'sales' && desk.setCaughtUp(false));
  };
  let first = true;
  const waiting = async (): Promise<boolean> => {
    if (carriers.length > 0 || (await store.disk.outbox()).length > 0 || (box !== undefined && (await hasMail(desk.name, box)))) return true;
    return (first || audience === 'sales') && box !== undefined && desk.isBehind();
  };
  const look = async (): Promise<void> => {
    if (left) return;
    const waits = await waiting();
    first = false;
    if (left) return;
    // What lies there may be a hold, and the office may be long in coming.
    if (waits && audience === 'sales') desk.setCaughtUp(false);
    if (waits) go();
    // What lies here is all that was sent: whoever reads a box takes a message out when it is written down.
    else if (audience === 'sales') desk.setCaughtUp(true);
  };
  const lookNow = (): void => {
    if (!left) looking = looking.then(look).catch(go);
  };

  bell?.addEventListener('message', lookNow);
  if (box !== undefined) timers.push(setInterval(lookNow, LOOK));
  if (box === 'intake') timers.push(setTimeout(go, STAYS));
  if (audience === 'sales' || carriers.length > 0) lookNow();
  else void idle().then(lookNow);
  void idle().then(() => {
    if (!store.closed) looking = looking.then(() => keepUp(desk));
  });
  return leave;
}

async function keepUp(desk: House): Promise<void> {
  const due = await isDue(desk).catch(() => false);
  if (due && !desk.store.closed) desk.keepUp();
}

/** Whether there is anything to sweep, to seal anew, or to merge. */
export async function isDue({ store }: { store: Stored }): Promise<boolean> {
  const [expired, loose, keys, going] = await Promise.all([store.disk.markedBetween(EXPIRES, EXPIRES + dayOf(store.now()), 1), store.disk.markedBetween(LOOSE_MARK, LOOSE_MARK, 1), store.disk.meta('keys'), store.disk.meta('going')]);
  return going !== undefined || expired.length > 0 || loose.length > 0 || Object.keys(keys ?? {}).some((id) => id !== store.keys.newest.id);
}
