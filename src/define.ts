/** Registers the elements: the only side effect of the library. */
import './elements/define/say-once.js';
import './elements/define/card.js';
import './elements/define/form.js';
import './elements/define/guard.js';
import './elements/define/inbox.js';

export { replaceWords } from './elements/words/index.js';

// So that whoever imports this has the types of our elements and events, in `addEventListener` too.
export type * from './elements/define/say-once.js';
export type * from './elements/define/card.js';
export type * from './elements/define/form.js';
export type * from './elements/define/guard.js';
export type * from './elements/define/inbox.js';
