/** Takes `href`s away and gives them back. What was taken is known to this module alone, not to the page. */

interface Taken {
  href: string;
  role: string | null;
}

const XLINK = 'http://www.w3.org/1999/xlink';
/** What may lead somewhere: links, those in pictures, forms that are sent to somebody, and buttons that send them elsewhere. */
const LINKS = 'a, area, form, button, input';
/** What a page may change about whom something reaches. */
export const HEEDED = ['href', 'action', 'formaction', 'data-customer', 'data-phone', 'data-account', 'data-email'];

const taken = new WeakMap<Element, Taken>();
/** guards, and rows of guards, that are not clear */
const holding = new WeakSet<Element>();

/** Whether any guard around it holds it: of two, one must not give back what the other takes, or both would do so for ever. */
function isHeld(link: Element): boolean {
  for (let at: Element | null = link; at !== null; at = at.parentElement) if (holding.has(at)) return true;
  return false;
}

/** Whether it is in what the host adds to the panel. What else the page calls so, around the guard or deep inside, is nothing of the panel's. */
export const isAction = (guard: Element, inside: Element): boolean => [...guard.querySelectorAll(':scope > [slot="actions"]')].some((action) => action.contains(inside));

const isLink = (element: Element): boolean => element.matches('a, area');
const nameOf = (element: Element): string => (isLink(element) ? 'href' : element.matches('form') ? 'action' : 'formaction');
const written = (link: Element): string | null => link.getAttribute(nameOf(link)) ?? link.getAttributeNS(XLINK, 'href');

/** Where it leads, or led, as a browser reads it: without what it leaves out (`te&#9;l:`), and in small letters; empty: nowhere. */
export function addressOf(link: Element): string {
  const address = written(link) ?? taken.get(link)?.href ?? '';
  try {
    return new URL(address).href;
  } catch {
    return address.replace(/[\t\n\r]/g, '').trim();
  }
}

/** Whether it calls or writes to somebody: in a row of a list, what leads to a page of the web is left alone. */
export const isCall = (link: Element): boolean => /^(?!https?:|blob:)[a-z][\w+.-]*:/i.test(addressOf(link));

/** In a guard all links count; in a row (`calls`), and of forms, those that call. */
export const linksIn = (guard: Element, calls: boolean): Element[] =>
  [guard, ...guard.querySelectorAll(LINKS)].filter((link) => ((!calls && isLink(link)) || (link.matches(LINKS) && isCall(link))) && (calls || !isAction(guard, link)));

export function takeAway(guard: Element, calls = false): void {
  holding.add(guard);
  for (const link of linksIn(guard, calls)) {
    const href = written(link);
    if (href === null) continue;
    const before = taken.get(link);
    taken.set(link, { href, role: before === undefined ? link.getAttribute('role') : before.role });
    link.removeAttribute(nameOf(link));
    link.removeAttributeNS(XLINK, 'href');
    if (!isLink(link)) continue;
    link.setAttribute('role', 'link');
    link.setAttribute('aria-disabled', 'true');
  }
}

export function giveBack(guard: Element, calls = false): void {
  holding.delete(guard);
  for (const link of linksIn(guard, calls)) {
    const was = taken.get(link);
    if (was === undefined || isHeld(link)) continue;
    taken.delete(link);
    if (written(link) === null) link.setAttribute(nameOf(link), was.href);
    if (!isLink(link)) continue;
    if (was.role === null) link.removeAttribute('role');
    else link.setAttribute('role', was.role);
    link.removeAttribute('aria-disabled');
  }
}

/** From now on its rows are held, each by itself. */
export const holdRowsInstead = (guard: Element): void => void holding.delete(guard);
