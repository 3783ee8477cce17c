import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peerDependencies } from '../../package.json';

const root = join(__dirname, '../..');

test('the page on releases of CDK names the oldest release that package.json admits', () => {
  const page = readFileSync(join(root, 'docs/cdk-releases.md'), 'utf8');

  expect(page).toContain(`aws-cdk-lib ${peerDependencies['aws-cdk-lib'].replace('^', '')} or newer`);
});
