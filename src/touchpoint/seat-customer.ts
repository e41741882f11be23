/** What a customer's own page does in its own way. */
import type { Audience } from '../model/entry.js';
import type { Context } from '../model/context.js';
import { customerView } from '../model/view-customer.js';
import type { Desk } from './desk.js';

export const view = (_: Desk<Audience>, context: Context): object => customerView(context);

export const isBehind = async (): Promise<boolean> => false;
