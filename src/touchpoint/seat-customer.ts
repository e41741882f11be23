/** What a customer's own page does in its own way. */
import type { Audience } from '../model/entry.js';
import type { Context } from '../model/context.js';
import { customerView } from '../model/view-customer.js';
import type { Desk } from './desk.js';
import { Persons } from './persons.js';

export const view = (_: Desk<Audience>, context: Context): object => customerView(context);

export const personsOf = (desk: Desk<Audience>): Persons => new Persons(desk);

export const isBehind = async (): Promise<boolean> => false;
