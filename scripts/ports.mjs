// Ports on loopback.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** A port that nobody has: the wanted one where that is so. */
export async function freePort(wanted = 0) {
  const server = createServer();
  try {
    await once(server.listen(wanted, '127.0.0.1'), 'listening');
    return server.address().port;
  } catch (error) {
    if (wanted === 0) throw error;
    return freePort();
  } finally {
    server.close();
  }
}

export const listens = (port) =>
  new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), answer(true)));
    socket.once('error', () => answer(false));
  });
