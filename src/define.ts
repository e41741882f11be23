/** Registers the elements: the only side effect of the library. */
import './elements/define/say-once.js';
import './elements/define/card.js';
import './elements/define/form.js';
import './elements/define/guard.js';
