#!/usr/bin/env node
import { run } from '../lib/commands/run';

// a reader of the first lines only, such as `head`, closes the pipe
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

run(process.argv.slice(2), process).then((exitCode) => {
  process.exitCode = exitCode;
});
