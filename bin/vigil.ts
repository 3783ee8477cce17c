#!/usr/bin/env node
import { run } from '../lib/commands/run';

// a reader of the first lines only, such as `head`, closes the pipe
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // the terminal was closed: what has to be cleaned up still is
  if (code !== 'EIO') process.exit(code === 'EPIPE' ? 0 : 1);
});
// nobody reads messages any more, which is no reason to leave something half done
process.stderr.on('error', () => {});

run(process.argv.slice(2), process).then((exitCode) => {
  process.exitCode = exitCode;
});
