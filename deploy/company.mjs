// Companies on the server: node deploy/company.mjs <command>
//   init                        makes the operator, or takes the one there is; prints operator.conf, which the server's configuration includes
//   add <company>               makes the company's keys, or takes those there are, and puts its account on the servers
//   creds <company> --role R [--author A] [--seconds N]    prints a credential for a worker of the host's own
//   revoke <company> <user>     voids what was minted for a user (their public key, U…); they are disconnected
// --dir: the folder with the seeds (left out: ./secrets). Whoever reads it is the company. --servers: of the NATS servers.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { fmtCreds } from '@nats-io/jwt';
import { fromSeed } from '@nats-io/nkeys';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { accountJwt, mintPair, mintSystem, newCompany, newOperator, operatorConfig, push, revoke } from './credentials.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dir: { type: 'string', default: 'secrets' }, servers: { type: 'string', default: 'nats://127.0.0.1:4222' }, role: { type: 'string' }, author: { type: 'string' }, seconds: { type: 'string' } },
});
const [command, name = ''] = positionals;
const file = (what) => path.join(values.dir, `${what}.json`);
const read = async (what) => {
  const text = await readFile(file(what), 'utf8').catch((cause) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw Object.assign(new Error(`There is no ${file(what)}: make it with «node company.mjs ${what === 'operator' ? 'init' : `add ${what}`}», or say with --dir where it lies.`, { cause }), { code: cause.code });
  });
  return JSON.parse(text);
};
const write = (what, value, flag = 'w') => writeFile(file(what), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flag });

const credentials = ({ jwt, seed }) => fmtCreds(jwt, fromSeed(new TextEncoder().encode(seed)));

async function publish(company) {
  const operator = await read('operator');
  const connection = await connect({ servers: values.servers.split(','), authenticator: credsAuthenticator(credentials(await mintSystem(operator))) });
  try {
    await push(connection, await accountJwt(operator.seed, company));
  } finally {
    await connection.close();
  }
}

const commands = {
  async init() {
    await mkdir(values.dir, { recursive: true, mode: 0o700 });
    // Never over an operator that is there: every company would be shut out. And a second «init > operator.conf» has emptied the file already.
    await newOperator('say-once').then((operator) => write('operator', operator, 'wx')).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
    process.stdout.write(operatorConfig(await read('operator')));
  },
  async add() {
    if (!/^[\w.-]{1,64}$/.test(name) || name === 'operator') throw new Error('Name the company: letters, digits, «-», «_», «.».');
    await read('operator');
    const company = await read(name).catch((error) => {
      if (error.code !== 'ENOENT') throw error;
      return newCompany(name);
    });
    await write(name, company);
    await publish(company);
    console.log(`${name} is on the servers as ${company.key}`);
  },
  async creds() {
    if (values.role === undefined) throw new Error('Give --role.');
    const made = await mintPair(await read(name), { role: values.role, author: values.author ?? values.role, ...(values.seconds === undefined ? {} : { seconds: Number(values.seconds) }) });
    process.stdout.write(credentials(made));
  },
  async revoke() {
    const user = positionals[2] ?? '';
    if (!/^U[A-Z2-7]{55}$/.test(user)) throw new Error('Name the user by their public key (U…).');
    const company = revoke(await read(name), user);
    await write(name, company);
    await publish(company);
    console.log(`${user} is out`);
  },
};

try {
  if (!Object.hasOwn(commands, command ?? '')) throw new Error(`Say one of: ${Object.keys(commands).join(', ')}.`);
  await commands[command]();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
