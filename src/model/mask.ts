import { factName } from './fact-name.js';
import { masked } from './masked.js';

/** How a value is shown until somebody reveals it (see `masked`), by whatever name the fact goes. */
export const mask = (fact: string, value: string): string => masked(factName(fact), value);
