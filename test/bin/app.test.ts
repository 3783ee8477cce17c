import { runApp } from './run-app';

test('without an environment there is one stack, whose error names those that exist', async () => {
  // an exception would keep `cdk bootstrap` from running, which needs no environment
  const [{ artifacts }, metadata] = await runApp({}, 'manifest.json', 'Invoicing.metadata.json');

  expect(stacksOf(artifacts)).toEqual(['Invoicing']);
  expect(metadata['/Invoicing']).toContainEqual(
    expect.objectContaining({ type: 'aws:cdk:error', data: expect.stringContaining('There are: dev, prod.') }),
  );
});

test('an unknown environment is refused with those that exist', async () => {
  await expect(runApp({ env: 'nowhere' })).rejects.toThrow(/no environment "nowhere"\. There are: dev, prod\./);
});

test('an environment is one stack, directly in the app and named after it', async () => {
  const [{ artifacts }] = await runApp({ env: 'prod' }, 'manifest.json');

  expect(stacksOf(artifacts)).toEqual(['Invoicing']);
  expect(artifacts.Invoicing.properties.stackName).toBe('invoicing-prod');
});

/** Those that a bare `cdk deploy` selects. */
function stacksOf(artifacts: Record<string, { type: string }>): string[] {
  return Object.keys(artifacts).filter((id) => artifacts[id].type === 'aws:cloudformation:stack');
}
