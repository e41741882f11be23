/** What a sales desk does in its own way. */
import type { Audience } from '../model/entry.js';
import type { Context } from '../model/context.js';
import { salesView } from '../model/view-sales.js';
import { type Desk } from './desk.js';
import { type Freshness, freshness as asHeard, isWhole } from './fresh.js';

export const view = ({ store }: Desk<Audience>, { customer, held }: Context, fresh: boolean): { due?: number } => salesView(customer, held, fresh, store.now());

export const freshness = async ({ caughtUp, store }: Desk<Audience>): Promise<Freshness> => (caughtUp ? asHeard(store) : { fresh: false });

export const isBehind = async ({ store }: Desk<Audience>): Promise<boolean> => !(await isWhole(store));
