// Companies on the server: node deploy/company.mjs <command>
//   init                        makes the operator; prints operator.conf, which the server's configuration includes
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
const read = async (what) => JSON.parse(await readFile(file(what), 'utf8'));
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
    const operator = await newOperator('say-once');
    // Never over an operator that is there: every company would be shut out.
    await write('operator', operator, 'wx');
    process.stdout.write(operatorConfig(operator));
  },
  async add() {
    if (!/^[\w.-]{1,64}$/.test(name) || name === 'operator') throw new Error('Name the company: letters, digits, «-», «_», «.».');
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

if (!Object.hasOwn(commands, command ?? '')) throw new Error(`Say one of: ${Object.keys(commands).join(', ')}.`);
await commands[command]();
