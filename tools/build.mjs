import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, bundleConstructs, bundleModules, bundlePage, bundleRoom } from './bundle.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/lib/tsc.js');
const commandLine = join(root, 'dist', 'bin', 'vigil.js');

rmSync(join(root, 'dist'), { recursive: true, force: true });
try {
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
} catch {
  // the compiler has said what is wrong
  process.exit(1);
}
// TypeScript writes it for the name `cdk-vigil/package.json`, which leads to the root's own
rmSync(join(root, 'dist', 'package.json'), { force: true });
await bundleRoom();
await Promise.all([bundle(), bundleConstructs(), bundleModules(), bundlePage()]);
if (existsSync(commandLine)) chmodSync(commandLine, 0o755);
