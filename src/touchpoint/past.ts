import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { freeze } from '../store/freeze.js';
import { history as pageOf } from '../store/history.js';
import type { Desk } from './desk.js';
import { checkId } from './ids.js';
import type { HistoryPage } from './types.js';

/** A page of what was said and done, newest first. Loaded when somebody asks. */
export async function history({ as, store }: Desk<Audience>, customer: string, { limit = 20, before }: { limit?: number; before?: string } = {}): Promise<HistoryPage> {
  checkId(customer, as.audience);
  if (as.audience === 'sales') throw new SayOnceError('not-allowed', 'Sales has no history: when holds came and went would tell why.');
  return freeze(await pageOf(store, customer, Math.min(Math.max(1, limit), 500), before));
}
