/** Whom something is about: what stands on it, or in it, and where its links lead. Knows no touchpoint. */
import type { Query } from '../touchpoint/types.js';
import { hrefsOf } from './guard-links.js';

const DATA = '[data-customer], [data-phone], [data-account], [data-email]';

const known = (told: Readonly<Record<string, string | undefined>>): Query => Object.fromEntries(Object.entries(told).filter((pair): pair is [string, string] => Boolean(pair[1])));

const toldOf = ({ dataset }: HTMLElement): Query => known({ customer: dataset['customer'], tel: dataset['phone'], account: dataset['account'], email: dataset['email'] });

/** What the page says itself, on this or else on what is inside. Two values of one kind may be two people: each is asked about by itself. */
function told(element: HTMLElement): Query[] {
  const own = toldOf(element);
  if (Object.keys(own).length > 0) return [own];
  const pairs = [...element.querySelectorAll<HTMLElement>(DATA)].flatMap((inside) => Object.entries(toldOf(inside)));
  const each = [...new Map(pairs.map(([name, value]) => [JSON.stringify([name, value]), { [name]: value }])).values()];
  const one: Query = Object.assign({}, ...each);
  return Object.keys(one).length === each.length ? [one] : each;
}

/** By the host's words (`own`), by what stands inside, else by where its links lead: to each of them. */
export function whom(element: HTMLElement, own: Readonly<Record<string, string>> = {}): Query[] {
  for (const queries of [[known(own)], told(element)]) if (queries.some((query) => Object.keys(query).length > 0)) return queries;
  return hrefsOf(element).flatMap((href): Query[] => {
    const [, scheme, address] = /^(tel|sms|smsto|callto|sip|mailto):([^?;&]+)/i.exec(href) ?? [];
    return address === undefined ? [] : [{ [scheme?.toLowerCase() === 'mailto' ? 'email' : 'tel']: decoded(address) }];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
