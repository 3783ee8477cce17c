import { Socket } from 'node:net';

/** Adds to the connection of aws-embedded-metrics what its client lacks. */
export interface Connection {
  /** Before something is sent. */
  hold(): void;
  /** Afterwards. */
  release(): void;
}

/** @param sink of aws-embedded-metrics; over UDP it has no connection */
export function connectionOf(sink: object): Connection {
  const { socket } = (sink as { socketClient: { socket?: unknown } }).socketClient;
  if (!(socket instanceof Socket)) return { hold: () => {}, release: () => {} };
  return {
    hold: () => {
      // a connected socket without such a listener would end the process when the connection breaks
      if (socket.listenerCount('error') === 0) socket.on('error', () => {});
      if (socket.readyState === 'open') socket.ref();
    },
    // one that only waits for the next record must not keep a process from its end
    release: () => {
      if (socket.readyState === 'open') socket.unref();
    },
  };
}
