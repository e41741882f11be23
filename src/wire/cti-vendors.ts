/** Where three vendors keep what goes with a call, and what they let through. */
import { type Attributes, callerIn, type Came, idIn, isLoose, loose, type Loose, referenceIn, textsIn } from './cti-read.js';
import { type AttributeRules, writeAttributes, type Writing } from './cti-write.js';

export interface Vendor {
  /** the attribute that the reference stands in */
  readonly name: string;
  /**
   * The attributes to be set, to be put beside those that are there already. Throws `bad-attribute`; `too-large`, over a limit of the vendor's;
   * `secret-refused`, where one of `also` is a PIN, a card number or the like.
   */
  write(reference: string, writing?: Writing): Attributes;
  /** What came, in whatever form the vendor gives it; of what cannot be read, nothing. Never throws. */
  read(given: unknown): Came;
}

/** Letters, digits, dash and underscore are taken by all of them. */
const NAME = 'sayOnceReference';

function vendorOf(name: string, rules: AttributeRules, find: (given: unknown) => { maps: Loose[]; contact?: string | undefined; caller?: string | undefined }): Vendor {
  return {
    name,
    write: (reference, writing) => writeAttributes(name, reference, rules, writing),
    read: (given) => {
      const { maps, contact, caller } = find(given);
      const attributes = textsIn(...maps);
      const reference = referenceIn(attributes, name);
      return { ...(reference === undefined ? {} : { reference }), ...(contact === undefined ? {} : { contact }), ...(caller === undefined ? {} : { caller }), attributes };
    },
  };
}

/**
 * Amazon Connect's contact attributes: for `UpdateContactAttributes` (names of letters, digits, dash and underscore; 32,768 UTF-8 bytes in
 * all; kept for 24 months: API reference of UpdateContactAttributes). Reads what Streams' `getAttributes()` and `getSegmentAttributes()` give
 * (`null` for somebody who only listens), a flow's event for Lambda, its `ContactData`, and a contact record.
 */
export const amazonConnect: Vendor = vendorOf(NAME, { names: /^[\w-]+$/, total: { bytes: 32_768 } }, (given) => {
  const event = loose(given);
  const details = event['Details'];
  const inner = isLoose(details) ? details['ContactData'] : undefined;
  const data = isLoose(inner) ? inner : event;
  const { Attributes: map, InitialContactId: first, ContactId: own, CustomerEndpoint: end } = data;
  const { Address: address, Type: type = 'TELEPHONE_NUMBER' } = isLoose(end) ? end : {};
  return { maps: [isLoose(map) ? map : data], contact: idIn(first, own), caller: type === 'TELEPHONE_NUMBER' && data['InitiationMethod'] !== 'OUTBOUND' ? callerIn(address) : undefined };
});

/**
 * Twilio Flex's task attributes: of a task as the API or the Flex UI has it, or the attributes alone, as an object or as their JSON. A task
 * keeps what it is given in place of what it had, so send `{ ...task.attributes, ...written }`. All of them as JSON: 1,024 characters, what
 * Studio's «Send to Flex» takes. How much TaskRouter itself takes is not confirmed, nor that `call_sid` outlasts every way of transferring.
 */
export const twilioFlex: Vendor = vendorOf(NAME, { total: { json: 1_024 } }, (given) => {
  const task = loose(given);
  const { attributes: inner } = task;
  const map = inner === undefined ? task : loose(inner);
  return { maps: [map], contact: idIn(map['call_sid'], map['callSid']), caller: map['direction'] === 'outbound' ? undefined : callerIn(map['from'], map['caller'], map['contact']) };
});

/**
 * Genesys Cloud's participant attributes: of a conversation (the customer's own count before those of flows and agents), of one participant,
 * or alone. Fifty, of 256 characters each: what bot flows take; whether the API itself takes more is not confirmed. They last through transfers.
 */
export const genesysCloud: Vendor = vendorOf(NAME, { value: 256, count: 50 }, (given) => {
  const top = loose(given);
  const { participants } = top;
  const listed = Array.isArray(participants);
  const people = (listed ? (participants as unknown[]).slice(0, 500) : [top]).filter(isLoose);
  const isCustomer = ({ purpose }: Loose): boolean => purpose === 'customer' || purpose === 'external';
  const ordered = [...people.filter((one) => !isCustomer(one)), ...people.filter(isCustomer)];
  const customer = listed ? people.find(isCustomer) : top;
  const maps = ordered.map(({ attributes }) => attributes).filter(isLoose);
  return {
    maps: maps.length === 0 && !listed ? [top] : maps,
    contact: listed ? idIn(top['id']) : undefined,
    caller: customer?.['direction'] === 'outbound' ? undefined : callerIn(customer?.['ani'], customer?.['address']),
  };
});

/** A vendor of the host's own: a plain object, under a name of its choosing. */
export const attributes = (name: string = NAME, rules: AttributeRules = {}): Vendor => vendorOf(name, rules, (given) => ({ maps: [loose(given)] }));
