/** What goes to the worker of catching up: columns, without what it does not ask for. As objects they would take two to three times as long to send. */
import type { Cursor, Delivery } from '../carry/carrier.js';

export interface Parcel {
  subjects: string[];
  sealed: string[];
  authors: (string | undefined)[];
  /** ms since 1970 */
  at: (number | undefined)[];
  /** stands after all of them; left out: there are none */
  cursor?: Cursor;
}

export function parcelOf(deliveries: readonly Delivery[]): Parcel {
  const last = deliveries.at(-1);
  return {
    subjects: deliveries.map(({ envelope }) => envelope.subject),
    sealed: deliveries.map(({ envelope }) => envelope.sealed),
    authors: deliveries.map(({ author }) => author),
    at: deliveries.map(({ at }) => at),
    ...(last === undefined ? {} : { cursor: last.cursor }),
  };
}

export const inParcel = ({ subjects, sealed, authors, at }: Parcel): Omit<Delivery, 'cursor'>[] =>
  sealed.map((one, index) => {
    const [author, when] = [authors[index], at[index]];
    return { envelope: { id: '', to: 'support', subject: subjects[index] ?? '', sealed: one }, ...(author === undefined ? {} : { author }), ...(when === undefined ? {} : { at: when }) };
  });
