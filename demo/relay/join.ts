/** In a pane with a relay: opens the touchpoint that the page's elements are to use. */
import type { Seat } from '../../src/touchpoint/types.js';
import { get } from '../story.js';
import { open } from './seat.js';

const provider = get<HTMLElementTagNameMap['say-once']>('say-once');
const { audience, rep: id, label } = provider;
const teams = provider.teams.split(/[\s,]+/).filter(Boolean);
const as: Seat = { audience, ...(id && { id }), ...(label && { label }), ...(teams.length > 0 && { teams }) };
provider.touchpoint = await open(as);
