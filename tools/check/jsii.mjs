// Compiles the public construct API with jsii, so that Python, Java, C# and Go can follow.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const compiler = createRequire(import.meta.url).resolve('jsii/bin/jsii');
const published = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// nothing that index.ts exports reaches these rooms, and they need not be fit for jsii: the constructs use only the simulator, and
// VigilChecks reads assemblies
const REACHED = ['simulator', 'assembly'];
const BEHIND = [
  'commands',
  'grafana',
  ...readdirSync(join(root, 'lib', 'rehearsal'))
    .filter((room) => !REACHED.includes(room))
    .map((room) => join('rehearsal', room)),
].map((room) => join(root, 'lib', room));
const TARGETS = {
  python: { distName: 'cdk-vigil', module: 'cdk_vigil' },
  java: { package: 'io.github.cdkvigil', maven: { groupId: 'io.github.cdkvigil', artifactId: 'cdk-vigil' } },
  dotnet: { namespace: 'CdkVigil', packageId: 'CdkVigil' },
  go: { moduleName: 'github.com/cdk-vigil/cdk-vigil-go' },
};

/**
 * What jsii asks of a package.json: bundled are the dependencies that are no jsii modules themselves. Optional peers serve the code
 * outside of constructs; index.ts reaches none of them, which the compilation shows.
 */
function packageJson({ name, version, description, license, author, repository, homepage, keywords, ...rest }) {
  const { dependencies, peerDependenciesMeta } = rest;
  const peerDependencies = Object.fromEntries(
    Object.entries(rest.peerDependencies).filter(([peer]) => !peerDependenciesMeta[peer]?.optional),
  );
  return {
    ...{ name, version, description, license, author, repository, homepage, keywords },
    main: 'lib/index.js',
    types: 'lib/index.d.ts',
    stability: 'experimental',
    dependencies,
    bundledDependencies: Object.keys(dependencies),
    peerDependencies,
    devDependencies: Object.fromEntries(
      Object.entries(peerDependencies).map(([peer, range]) => [peer, range.replace('^', '')]),
    ),
    jsii: { outdir: 'dist', targets: TARGETS },
  };
}

const folder = mkdtempSync(join(tmpdir(), 'vigil-jsii-'));
try {
  cpSync(join(root, 'lib'), join(folder, 'lib'), { recursive: true, filter: (path) => !BEHIND.includes(path) });
  for (const file of ['README.md', 'LICENSE', 'vigil.schema.json', 'health-checks.schema.json'])
    cpSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(packageJson(published), undefined, 2));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { status } = spawnSync(
    process.execPath,
    [compiler, '--fail-on-warnings', '--silence-warnings', 'reserved-word'],
    {
      cwd: folder,
      stdio: 'inherit',
    },
  );
  if (status === 0) {
    const { types } = JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8'));
    console.log(
      `jsii accepts the public API: ${Object.values(types)
        .map(({ name }) => name)
        .join(', ')}`,
    );
  }
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
