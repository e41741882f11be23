// `npm run demo:relay`: the story with a storage of its own for each pane, and a real relay between them. Ctrl-C ends all of it.
//   --port N   of the page (5173; another where that is taken)
import { parseArgs } from 'node:util';
import { startRelayDemo } from '../demo/relay/host.mjs';

const { values } = parseArgs({ options: { port: { type: 'string', default: '5173' } } });
const starting = startRelayDemo({ port: Number(values.port) });

let told = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Who says it twice does not want to wait; what was started ends with us all the same.
    if (told) process.exit(1);
    told = true;
    void starting.then(({ end }) => end()).then(() => process.exit(0), () => process.exit(1));
  });
}

try {
  const { url } = await starting;
  if (!told) console.log(`demo:relay: ${url}\n  «Stop the server» is on the page; Ctrl-C ends everything.`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
