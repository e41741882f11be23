/** Whom something is about: what stands on it and in it, and everybody whom its links reach. Knows no touchpoint. */
import type { SalesContext } from '../model/views.js';
import type { Query } from '../touchpoint/types.js';
import { addressOf, isAction, isCall, linksIn } from './guard-links.js';

/** What says of itself whom it is about. */
export const DATA = '[data-customer], [data-phone], [data-account], [data-email]';

/** Somebody who cannot be asked about: nothing that stands beside makes that clear. */
export const UNREAD: Query = { tel: '' };

const known = (told: Readonly<Record<string, string | undefined>>): Query => Object.fromEntries(Object.entries(told).filter((pair): pair is [string, string] => Boolean(pair[1])));

const toldOf = ({ dataset }: HTMLElement): Query => known({ customer: dataset['customer'], tel: dataset['phone'], account: dataset['account'], email: dataset['email'] });

/** Whom an address reaches, where that is plain to see; `undefined`: it takes reading (`guard-reached.ts`). */
export const plainly = (address: string): Query[] | undefined => {
  const [, tel] = /^tel:(\+?[\d\s().-]+)$/.exec(address) ?? [];
  return tel === undefined ? undefined : [{ tel }];
};

const within = (a: Query, b: Query): boolean => Object.entries(a).every(([name, value]) => b[name] === value);

/**
 * Everybody to be asked about: whom the host names (`own`, else on the element), whom it names on what is inside, and whom the
 * links reach. What nobody can read is about whom the host names there, else it is `UNREAD`.
 */
export function whom(element: HTMLElement, own: Readonly<Record<string, string>>, read: (address: string) => Query[]): Query[] {
  const words = { ...toldOf(element), ...known(own) };
  const named = Object.keys(words).length > 0;
  const inside = [...element.querySelectorAll<HTMLElement>(DATA)].filter((one) => !isAction(element, one)).map(toldOf);
  const reached = linksIn(element, false).filter(isCall).flatMap((link) => {
    const isNamed = named || element.contains(link.closest(DATA));
    return read(addressOf(link)).filter((query) => !isNamed || query !== UNREAD);
  });
  const all = [...(named ? [words] : []), ...[...inside, ...reached].map((query) => ({ ...words, ...query }))].filter((query) => Object.keys(query).length > 0);
  return all.filter((query, index) => !all.some((other, at) => at !== index && within(query, other) && (at < index || !within(other, query))));
}

/** Of several answers the one that counts: it is clear once everybody is. */
export const worst = <V extends Pick<SalesContext, 'pitch'>>(views: readonly V[]): V | undefined => views.find(({ pitch }) => pitch === 'held') ?? views.find(({ pitch }) => pitch !== 'clear') ?? views[0];
