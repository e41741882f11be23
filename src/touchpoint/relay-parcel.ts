/** What goes to the worker of catching up: columns, without what it does not ask for. As objects they would take two to three times as long to send. */
import type { Cursor, Delivery } from '../carry/carrier.js';

export interface Parcel {
  subjects: string[];
  sealed: string[];
  authors: (string | undefined)[];
  /** ms since 1970 */
  at: (number | undefined)[];
  /** stands after all of them, and after what was not sent because it was known here */
  cursor: Cursor | undefined;
}

export const parcelOf = (deliveries: readonly Delivery[], cursor: Cursor | undefined): Parcel => ({
  subjects: deliveries.map(({ envelope }) => envelope.subject),
  sealed: deliveries.map(({ envelope }) => envelope.sealed),
  authors: deliveries.map(({ author }) => author),
  at: deliveries.map(({ at }) => at),
  cursor,
});

export const inParcel = ({ subjects, sealed, authors, at }: Parcel): Omit<Delivery, 'cursor'>[] =>
  sealed.map((one, index) => {
    const [author, when] = [authors[index], at[index]];
    return { envelope: { id: '', to: 'support', subject: subjects[index] ?? '', sealed: one }, ...(author === undefined ? {} : { author }), ...(when === undefined ? {} : { at: when }) };
  });
