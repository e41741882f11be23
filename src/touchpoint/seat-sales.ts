/** What a sales desk does in its own way. */
import type { Audience } from '../model/entry.js';
import type { Context } from '../model/context.js';
import { salesView } from '../model/view-sales.js';
import { type Desk, FRESH_NEWS } from './desk.js';
import { type Freshness, freshness as asHeard, isWhole } from './fresh.js';
import { live } from './live.js';

export const view = ({ store }: Desk<Audience>, { customer, held }: Context, fresh: boolean): { due?: number } => salesView(customer, held, fresh, store.now());

export const freshness = async ({ caughtUp, store }: Desk<Audience>): Promise<Freshness> => (caughtUp ? asHeard(store) : { fresh: false });

export const isBehind = async ({ store }: Desk<Audience>): Promise<boolean> => !(await isWhole(store));

/** Every sales tab shows whether what lies here is fresh, though one alone hears. */
export function attend(desk: Desk<Audience>): void {
  const show = (fresh: boolean): void => {
    if (fresh !== desk.state.fresh) desk.setState({ fresh });
  };
  const look = async (): Promise<{ view: boolean; due?: number | undefined }> => {
    const { fresh, due } = await desk.fresh();
    return { view: fresh, due };
  };
  desk.onClose(live(desk.store, look, ({ place }) => place === FRESH_NEWS, show, () => show(false)));
}
