// What each role may do on the company's NATS account. One place, so that what a credential allows can be read and tested.

/** Streams and the subjects they take. `<author>` is the token that a credential pins; `<digest>` a keyed digest, never a number or a name. */
export const STREAMS = Object.freeze({
  support: 'SAY_SUPPORT', // say.support.<author>.<digest>
  sales: 'SAY_SALES', // say.sales.<author>.<digest>
  offers: 'SAY_OFFERS', // offer.<author>.<digest>
  inbox: 'SAY_INBOX', // inbox.<digest>
  audit: 'SAY_AUDIT', // audit.<author>.<digest>
  workers: 'SAY_WORKERS', // worker.<author>: whose turn it is, see turn.mjs
});

/** The one consumer of the inbox. The server refuses a second: the stream is a work queue. */
export const INTAKE_CONSUMER = 'intake';

const TOKEN = /^[\w-]{1,200}$/;

/** Where replies to a credential go: nobody else may listen there. Give it to the client as `inboxPrefix`. */
export const inboxPrefix = (author) => `_INBOX.${author}`;

/**
 * Reading a stream goes through the API, which looks at no subject permission: so each call names its stream.
 * A consumer's own name is no wall; nobody here may list them, and they are random.
 *
 * DIRECT.GET is missing on purpose. No permission guards the reply subject, so its answer (any message of the asker's
 * own) can be aimed at another author's subject, and the stream keeps it there: forged. What a consumer delivers is kept
 * under the subject it had, which names its author. test/deploy/permissions.node.test.ts tries both.
 */
const reading = (stream) => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.>`,
  `$JS.API.CONSUMER.INFO.${stream}.*`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`,
  `$JS.API.CONSUMER.DELETE.${stream}.*`,
];

/** One of each works at a time: it says so, and reads who said so last. */
const takesTurns = (author) => [`worker.${author}`, ...reading(STREAMS.workers)];

const says = (audience, author) => `say.${audience}.${author}.*`;

/** What each role may publish: its own subjects, and calls that name their stream. */
const MAY = {
  // Sales is told by the intake alone: what a rep writes there could release anybody's hold.
  support: (author) => [says('support', author), `offer.${author}.*`, `audit.${author}.*`, ...reading(STREAMS.support), ...reading(STREAMS.offers)],
  sales: (author) => [`audit.${author}.*`, ...reading(STREAMS.sales)],
  gateway: () => ['inbox.*'],
  intake: (author) => [
    says('support', author),
    says('sales', author),
    ...takesTurns(author),
    ...reading(STREAMS.support),
    // It says every quarter of an hour that it is there: what said so before is of no use to anybody. A purge cannot be
    // narrowed by subject; nobody else writes into this stream, so all it can purge is its own.
    `$JS.API.STREAM.PURGE.${STREAMS.sales}`,
    `$JS.API.STREAM.INFO.${STREAMS.inbox}`,
    `$JS.API.CONSUMER.INFO.${STREAMS.inbox}.${INTAKE_CONSUMER}`,
    `$JS.API.CONSUMER.MSG.NEXT.${STREAMS.inbox}.${INTAKE_CONSUMER}`,
    `$JS.ACK.${STREAMS.inbox}.${INTAKE_CONSUMER}.>`,
  ],
  // What sales was told the intake takes back, which told it.
  eraser: (author) => [says('support', author), ...takesTurns(author), ...reading(STREAMS.support), `$JS.API.STREAM.PURGE.${STREAMS.support}`, `$JS.API.STREAM.MSG.DELETE.${STREAMS.support}`],
  auditor: () => reading(STREAMS.audit),
  // Makes the streams (streams.mjs). Kept where the seeds are, and never given to anything that runs all day.
  admin: () => ['$JS.API.>'],
};

/** The roles there are. */
export const ROLES = Object.freeze(Object.keys(MAY));

/** Desks believe a worker by its name, so nobody else may have it. */
const DESKS = new Set(['support', 'sales']);
const isReserved = (author) => ROLES.includes(author) && !DESKS.has(author);

/**
 * Permissions in the form of a NATS user JWT. `author`: the token in this credential's subjects (`tokenOf(as.id)` of say-once/nats), 1 to 200 of
 * letters, digits, `_`, `-`. Throws TypeError on another role or token, and on a worker’s name for somebody else.
 */
export function permissionsFor(role, author) {
  if (!Object.hasOwn(MAY, role)) throw new TypeError(`There is no role «${role}»; there are ${ROLES.join(', ')}.`);
  if (isReserved(author) && author !== role) throw new TypeError(`«${author}» is the name of the company’s own worker, and no author of role «${role}».`);
  if (!TOKEN.test(author)) throw new TypeError('An author is 1 to 200 letters, digits, «_» or «-»: it is one token of a subject.');
  return { pub: { allow: MAY[role](author), deny: [] }, sub: { allow: [`${inboxPrefix(author)}.>`], deny: [] } };
}
