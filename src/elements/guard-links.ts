/** Takes `href`s away and gives them back. What was taken is known to this module alone, not to the page. */

interface Taken {
  href: string;
  role: string | null;
}

const taken = new WeakMap<Element, Taken>();
/** guards, and rows of guards, that are not clear */
const holding = new WeakSet<Element>();

/** Whether any guard around it holds it: of two, one must not give back what the other takes, or both would do so for ever. */
function isHeld(link: Element): boolean {
  for (let at = link.parentElement; at !== null; at = at.parentElement) if (holding.has(at)) return true;
  return false;
}

/** Whether it is in what the host adds to the panel. What else the page calls so, around the guard or deep inside, is nothing of the panel's. */
export const isAction = (guard: Element, inside: Element): boolean => [...guard.querySelectorAll(':scope > [slot="actions"]')].some((action) => action.contains(inside));

const hrefOf = (link: Element): string | undefined => link.getAttribute('href') ?? taken.get(link)?.href;

/** Whether a link calls or writes to somebody: in a row of a list, what leads to a page of the web is left alone. */
export const isCall = (link: Element): boolean => /^(?!https?:|blob:)[a-z][\w+.-]*:/i.test(hrefOf(link)?.trim() ?? '');

/** In a guard all links count; in a row (`calls`), those that call. */
const linksIn = (guard: Element, calls: boolean): Element[] => [...guard.querySelectorAll('a, area')].filter((link) => (calls ? isCall(link) : !isAction(guard, link)));

export function takeAway(guard: Element, calls = false): void {
  holding.add(guard);
  for (const link of linksIn(guard, calls)) {
    const href = link.getAttribute('href');
    if (href === null) continue;
    const before = taken.get(link);
    taken.set(link, { href, role: before === undefined ? link.getAttribute('role') : before.role });
    link.removeAttribute('href');
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
    if (!link.hasAttribute('href')) link.setAttribute('href', was.href);
    if (was.role === null) link.removeAttribute('role');
    else link.setAttribute('role', was.role);
    link.removeAttribute('aria-disabled');
  }
}

/** From now on its rows are held, each by itself. */
export const holdRowsInstead = (guard: Element): void => void holding.delete(guard);

/** Where the links inside lead, or led; each address once. */
export const hrefsOf = (guard: Element): string[] => [...new Set(linksIn(guard, false).flatMap((link) => hrefOf(link) ?? []))];
