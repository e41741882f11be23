/** What a sales desk does in its own way. */
import type { Context } from '../model/context.js';
import { salesView } from '../model/view-sales.js';
import type { Store } from '../store/store.js';
import { type Freshness, type Hearer, freshness as asHeard, isWhole } from './fresh.js';
import { FRESH_NEWS, live } from './live.js';
import type { Touchpoint, TouchpointState } from './types.js';

/** A sales desk, or who stands in for it. */
export interface SalesDesk extends Pick<Touchpoint, 'state'> {
  readonly store: Hearer & Pick<Store, 'closed' | 'now' | 'listen'>;
  /** what lay in its box when it opened has been read */
  readonly caughtUp: boolean;
  fresh(): Promise<Freshness>;
  setState(change: Partial<Pick<TouchpointState, 'fresh'>>): void;
  onClose(work: () => void): unknown;
}

export const view = ({ store }: { store: { now(): number } }, { customer, held }: Context, fresh: boolean): { due?: number } => salesView(customer, held, fresh, store.now());

/** What another tab sealed with a key that this ring lacks is out of sight here, and may be a hold. */
export const freshness = async ({ caughtUp, store, state }: Pick<SalesDesk, 'caughtUp' | 'store' | 'state'>): Promise<Freshness> => (caughtUp && state.problem !== 'wrong-key' ? asHeard(store) : { fresh: false });

export const isBehind = async ({ store }: { store: Pick<Hearer, 'disk'> }): Promise<boolean> => !(await isWhole(store));

/** Every sales tab shows whether what lies here is fresh, though one alone hears. */
export function attend(desk: SalesDesk): void {
  const show = (fresh: boolean): void => {
    if (fresh !== desk.state.fresh) desk.setState({ fresh });
  };
  const look = async (): Promise<{ view: boolean; due?: number | undefined }> => {
    const { fresh, due } = await desk.fresh();
    return { view: fresh, due };
  };
  desk.onClose(live(desk.store, look, ({ place }) => place === FRESH_NEWS, show, () => show(false)));
}
