import { createSocket } from 'node:dgram';
import { type Answer, decode, encode, RECURSION_DESIRED } from 'dns-packet';

/** A name server on loopback. A name that it does not know does not exist; one with `undefined` is never answered. */
export async function nameServer(records: Readonly<Record<string, readonly Answer[] | undefined>>) {
  const socket = createSocket('udp4');
  socket.on('message', (message, { port, address }) => {
    const { id, questions = [] } = decode(message);
    const [question] = questions;
    const key = `${question?.name} ${question?.type}`;
    if (key in records && records[key] === undefined) return;
    const names = Object.keys(records).map((each) => each.split(' ')[0]);
    const NXDOMAIN = 3;
    const rcode = names.includes(question?.name) ? 0 : NXDOMAIN;
    const answers = [...(records[key] ?? [])];
    socket.send(encode({ type: 'response', id, flags: RECURSION_DESIRED | rcode, questions, answers }), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { server: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}
