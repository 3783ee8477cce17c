// Uses the package with the oldest release of CDK that it admits, one of the middle, and the newest: types compile, the reference system
// and an app of users synthesize, and templates differ only where CDK's own do.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, FLOOR, inFolder, install, NEWEST, pack, report, root, run, typeCheck } from './consumer.mjs';
import { differences, resourcesIn, templatesIn } from './template-differences.mjs';

/** The first in which all L2 constructs have their `…Ref` attributes. */
const MIDDLE = '2.240.0';
/** CDK 2.240 warns of what it calls itself; and its own check of templates is not what this one is about. */
const QUIET = ['JSII_DEPRECATED=quiet', 'CDK_VALIDATION=false'];
const ENVIRONMENTS = Object.keys(readJson('vigil.json').environments);

const alarmsIn = (templates) => resourcesIn(templates).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');

/** Where CDK's own resources differ, and why. Every other difference is an error. */
const OF_CDK = [
  {
    path: /^Shop[a-z0-9-]*\.Resources\.(CustomCrossRegionExport(Reader|Writer)CustomResourceProvider|Exports(Reader|Writer))\w+$/,
    because: 'before 2.258.0, custom resources carry references to another region',
  },
  {
    path: /^Shop\.Outputs(\.PublishOutput\w+)?$/,
    because: 'since 2.258.0, outputs carry references to another region',
  },
  {
    path: /^Shop[a-z0-9-]*\.Resources\.CustomCrossRegionExport\w+\.Properties\.(Code\.S3Key|Runtime)$/,
    because: 'these custom resources follow the runtimes of Lambda',
  },
  {
    path: /^Invoicing\.Resources\.(CustomCDKBucketDeployment|PortalPageAwsCliLayer|PortalPageCustomResource)\w+\.Properties\./,
    because:
      "BucketDeployment, which copies the reference system's page, changes its function, its layer and its options",
  },
  {
    path: /^Shop\.Resources\.RestApiDeployment\w+\.Metadata$/,
    because: 'newer releases ask not to refactor deployments of REST APIs',
  },
];

await inFolder('releases', async (folder) => {
  const { tarball } = pack(root, folder, '--ignore-scripts');
  const shop = await bundleShop(folder);
  const synthesized = [FLOOR, MIDDLE, NEWEST].map((release) => {
    const user = join(folder, release);
    install(user, tarball, release);
    // package.mjs compiles on the floor
    if (release !== FLOOR) typeCheck(user, 'node16');
    const apps = synthesizeAll(user, shop);
    const alarms = Object.values(apps).flatMap(alarmsIn).length;
    console.log(`${release}: ${alarms} alarms in ${Object.keys(apps).join(', ')}`);
    if (alarms === 0) report(`${release}: there is nothing to compare`);
    return { release, apps };
  });
  const [floor] = synthesized;
  const explained = synthesized.slice(1).flatMap((newer) => compare(floor, newer));
  for (const { path, because } of OF_CDK) {
    if (!explained.some((difference) => path.test(difference)))
      report(`Nothing differs because ${because}: remove it.`);
  }
  noticesChange(floor.apps);
});

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/** As users have it: what the shop imports from `lib` comes from the installed package. */
async function bundleShop(folder) {
  const outfile = join(folder, 'shop.cjs');
  const installed = ({ path }) => ({ path: path.replace('../../lib', 'cdk-vigil'), external: true });
  await build({
    entryPoints: [join(root, 'tools', 'check', 'shop.ts')],
    ...{ outfile, bundle: true, platform: 'node', packages: 'external' },
    plugins: [{ name: 'installed', setup: (bundler) => bundler.onResolve({ filter: /^\.\.\/\.\.\/lib/ }, installed) }],
  });
  return outfile;
}

/** Templates by app: the shop, and the reference system in each of its environments. */
function synthesizeAll(user, shop) {
  for (const path of ['dist', 'vigil.json']) cpSync(join(root, path), join(user, path), { recursive: true });
  cpSync(shop, join(user, 'shop.cjs'));
  const { context } = readJson('cdk.json');
  const synthesize = (name, variables, ...words) => {
    const out = join(user, 'out', name);
    run(user, 'env', ...variables, ...QUIET, `CDK_OUTDIR=${out}`, 'node', ...words);
    return templatesIn(out);
  };
  const reference = ENVIRONMENTS.map((env) => {
    const variable = `CDK_CONTEXT_JSON=${JSON.stringify({ ...context, env })}`;
    return [env, synthesize(env, [variable], 'dist/bin/app.js')];
  });
  const program = `require('./shop.cjs').shop(true, process.env.CDK_OUTDIR).synth()`;
  return Object.fromEntries([...reference, ['shop', synthesize('shop', [], '-e', program)]]);
}

/** Reports what differs without an explanation. Returns the paths of what has one. */
function compare(before, after) {
  const found = Object.keys(before.apps).flatMap((app) =>
    differences(before.apps[app], after.apps[app]).map((difference) => ({ app, ...difference })),
  );
  const isExplained = ({ path }) => OF_CDK.some((known) => known.path.test(path));
  for (const difference of found.filter((each) => !isExplained(each))) {
    const [old, now] = [difference.before, difference.after].map((value) => JSON.stringify(value)?.slice(0, 200));
    report(`${difference.app}, ${difference.path}: ${old} with ${before.release}, ${now} with ${after.release}`);
  }
  const explained = found.filter(isExplained).map(({ path }) => path);
  console.log(`${before.release} and ${after.release}: ${explained.length} differences are CDK's own`);
  return explained;
}

/** The comparison itself: a threshold that changes is the one difference, and nothing explains it. */
function noticesChange({ shop }) {
  const changed = structuredClone(shop);
  const [alarm] = alarmsIn(changed).filter(({ Properties }) => typeof Properties.Threshold === 'number');
  alarm.Properties.Threshold += 1;
  const found = differences(shop, changed).map(({ path }) => path);
  const unexplained = found.filter((path) => !OF_CDK.some((known) => known.path.test(path)));
  expect(
    'a changed threshold is noticed',
    unexplained.map((path) => path.replace(/^.*\./, '')),
    ['Threshold'],
  );
}
