// Who may connect: the operator's, a company's and its users' keys and JWTs (NATS «decentralised» authentication).
// A company is an account; a rep's credential is short, signed by the host with the company's signing key, and needs
// no word with the server. Whoever must go before it ends is revoked: the server closes their connection.
import { encodeAccount, encodeOperator, encodeUser, decode } from '@nats-io/jwt';
import { createAccount, createOperator, createUser, fromPublic, fromSeed } from '@nats-io/nkeys';
import { permissionsFor } from './permissions.mjs';

const text = (bytes) => new TextDecoder().decode(bytes);
export const seedOf = (pair) => text(pair.getSeed());
const pairOf = (seed) => fromSeed(new TextEncoder().encode(seed));

/** How long a rep's credential is good for, s: renewed before, and what is lost if a device is. */
export const SECONDS = 15 * 60;

/** No limit, in a NATS JWT. */
const ANY = -1;

const UNBOUND = Object.freeze({ conn: ANY, leaf: ANY, subs: ANY, data: ANY, payload: ANY, imports: ANY, exports: ANY, wildcards: true });

/** What a company's account may use. Bytes per node, streams and consumers as streams.mjs makes them. */
export const LIMITS = Object.freeze({
  disk_storage: ANY, mem_storage: 0, streams: 6, consumer: 100_000, max_bytes_required: false,
  conn: ANY, leaf: 0, subs: ANY, data: ANY, payload: 16_384, imports: 0, exports: 0, wildcards: false,
});

/** A new operator: who signs accounts. Its seed belongs on no server. `system` may push accounts to the servers. */
export async function newOperator(name) {
  const operator = createOperator();
  const system = createAccount();
  const account = await encodeAccount('SYS', system, { limits: UNBOUND }, { signer: operator });
  const jwt = await encodeOperator(name, operator, { system_account: system.getPublicKey() });
  return { seed: seedOf(operator), jwt, system: { seed: seedOf(system), key: system.getPublicKey(), jwt: account } };
}

/** What a server's configuration includes (`operator.conf`). No secret is in it. */
export const operatorConfig = ({ jwt, system }) => `# Made by company.mjs. Nothing in here is secret.
operator: ${jwt}
system_account: ${system.key}
resolver_preload: { ${system.key}: ${system.jwt} }
# Accounts are pushed to a running server (company.mjs add) and kept in a folder beside the data.
resolver: { type: full, dir: $SAY_ONCE_ACCOUNTS, allow_delete: true, interval: "2m" }
`;

/** The keys of a new company. `seed` names the account and stays with the operator; `signing` is what the host's sign-in mints with. */
export function newCompany(name) {
  const account = createAccount();
  const signing = createAccount();
  return { name, key: account.getPublicKey(), seed: seedOf(account), signing: seedOf(signing), revoked: {} };
}

/** The account's JWT, as the servers are to know it. Signed anew whenever a limit or a revocation changes. */
export function accountJwt(operatorSeed, { name, key, signing, revoked = {} }, limits = {}) {
  const account = { limits: { ...LIMITS, ...limits }, signing_keys: [pairOf(signing).getPublicKey()], revocations: revoked };
  return encodeAccount(name, fromPublic(key), account, { signer: pairOf(operatorSeed) });
}

/**
 * A credential for one seat. `user`: the public key of a pair that the seat itself made (`createUser()`), so that its
 * seed never travels. Resolves with the JWT; good for `seconds`.
 */
export function mint({ key, signing }, { user, role, author, seconds = SECONDS }) {
  const permissions = permissionsFor(role, author);
  // What is no number would be no end at all.
  if (!(Number.isFinite(seconds) && seconds > 0)) throw new TypeError('Say in seconds how long it is good for.');
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return encodeUser(`${role}/${author}`, fromPublic(user), pairOf(signing), { ...permissions, issuer_account: key, bearer_token: false, subs: 50, data: ANY, payload: 16_384 }, { exp });
}

/** A pair and its credential at once, for a worker of the host's own. */
export async function mintPair(company, { role, author, seconds }) {
  const pair = createUser();
  return { jwt: await mint(company, { user: pair.getPublicKey(), role, author, ...(seconds === undefined ? {} : { seconds }) }), seed: seedOf(pair), user: pair.getPublicKey() };
}

/** A credential that may speak to the servers themselves: pushes accounts. Minutes, not days. */
export async function mintSystem({ system }, seconds = 300) {
  const pair = createUser();
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return { jwt: await encodeUser('system', pair, pairOf(system.seed), { subs: ANY, data: ANY, payload: ANY }, { exp }), seed: seedOf(pair) };
}

/** Everything that was minted for a user until now is void. The account must be pushed for the servers to know. */
export const revoke = (company, user) => ({ ...company, revoked: { ...company.revoked, [user]: Math.floor(Date.now() / 1000) } });

/** Puts an account's JWT on the servers. `connection`: one with a system credential. Throws where the server refuses it. */
export async function push(connection, jwt) {
  const answer = (await connection.request(`$SYS.REQ.CLAIMS.UPDATE`, jwt, { timeout: 5_000 })).json();
  if (answer.error !== undefined) throw new Error(`The server refused the account: ${answer.error.description ?? JSON.stringify(answer.error)}`);
  return decode(jwt).sub;
}
