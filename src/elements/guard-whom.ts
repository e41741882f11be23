/** Whom something is about: what stands on it, or in it, and where its links lead. Knows no touchpoint. */
import type { Query } from '../touchpoint/types.js';
import { hrefsOf } from './guard-links.js';

const DATA = '[data-customer], [data-phone], [data-account], [data-email]';

const known = (told: Readonly<Record<string, string | undefined>>): Query => Object.fromEntries(Object.entries(told).filter((pair): pair is [string, string] => Boolean(pair[1])));

/** What the page says itself, on this or on the first inside that says anything. */
function told(element: HTMLElement): Query {
  const data = (element.matches(DATA) ? element : element.querySelector<HTMLElement>(DATA))?.dataset;
  return known({ customer: data?.['customer'], tel: data?.['phone'], account: data?.['account'], email: data?.['email'] });
}

/** By the host's words (`own`), by what stands inside, else by where its links lead: to each of them. */
export function whom(element: HTMLElement, own: Readonly<Record<string, string>> = {}): Query[] {
  for (const query of [known(own), told(element)]) if (Object.keys(query).length > 0) return [query];
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
