/**
 * `say-once/cti`: the attributes that a contact centre's vendor keeps with a call. A reference goes along in them, and what the customer
 * keyed into the phone menu is read out of them. Pure functions: no vendor's SDK is needed, none is brought.
 * `@packageDocumentation`
 */
export { type MenuOptions, menuEntries } from './cti-menu.js';
export type { Attributes, Came } from './cti-read.js';
export { amazonConnect, attributes, genesysCloud, twilioFlex, type Vendor } from './cti-vendors.js';
export type { AttributeRules, Writing } from './cti-write.js';
