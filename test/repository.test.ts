import { runbookUrl } from '../lib/runbook-url';
import { bugs, homepage, repository } from '../package.json';

test('runbooks, issues and sources are in the repository that package.json names', () => {
  expect(repository.url).toBe(`git+${homepage}.git`);
  expect(bugs.url).toBe(`${homepage}/issues`);
  expect(runbookUrl('QueueStuck', undefined)).toBe(`${homepage}/blob/main/docs/runbooks/queuestuck.md`);
});
