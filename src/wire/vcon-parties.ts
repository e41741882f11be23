/** Who is in a vCon: the customer first, then whoever recorded something. */
import type { Context } from '../model/context.js';
import type { Author } from '../model/entry.js';
import type { Party } from './vcon-types.js';

export class Parties {
  readonly all: Party[];
  readonly #places = new Map<string, number>();

  constructor(customer: Party) {
    this.all = [customer];
  }

  /** The place of an author; the customer's is 0. */
  of({ audience, id, label }: Author): number {
    if (audience === 'customer') return 0;
    const key = JSON.stringify([audience, id, label]);
    const place = this.#places.get(key) ?? this.add({ ...(label === undefined ? {} : { name: label, validation: 'none' }), role: 'agent' });
    this.#places.set(key, place);
    return place;
  }

  add(party: Party): number {
    return this.all.push(party) - 1;
  }
}

/** The customer as others may find them: what stands highest, then newest. */
export function customerOf({ facts, receipts }: Context): Party {
  const valueOf = (name: string): { value: string; e164?: string } | undefined => {
    const values = facts.find(({ fact }) => fact === name)?.values ?? [];
    return values.find(({ standing }) => standing === 'confirmed') ?? values[0];
  };
  const [tel, email] = [valueOf('tel'), valueOf('email')];
  const name = valueOf('name')?.value ?? [valueOf('given-name'), valueOf('family-name')].flatMap((part) => (part === undefined ? [] : [part.value])).join(' ');
  const proved = receipts.find(({ level }) => level === 'verified' || level === 'strong')?.method ?? 'none';
  return {
    ...(tel === undefined ? {} : { tel: tel.e164 ?? tel.value }),
    ...(email === undefined ? {} : { mailto: email.value }),
    ...(name === '' ? {} : { name, validation: proved }),
    type: 'person',
    role: 'customer',
  };
}
