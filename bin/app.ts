import { Annotations, App, Stack } from 'aws-cdk-lib';
import { EnvironmentProfile } from '../lib/environments/environment-profile';
import { InvoicingStack } from './invoicing-stack';

// `-c env` picks one environment, so the app itself is its Stage: a bare `cdk deploy` and `--all` select only stacks that stand
// directly in the app.
const app = new App();
const id = 'Invoicing';

if (app.node.tryGetContext('env') === undefined) {
  refuse();
} else {
  const profile = EnvironmentProfile.load(app);
  // the name distinguishes environments in one account; the id, like all ids below it, is the same in each
  const stackName = `invoicing-${profile.name}`;
  new InvoicingStack(app, id, { stackName, env: profile.env, profile, ephemeral: profile.name === 'dev' });
}

/** An error on a stack rather than a thrown one: `cdk bootstrap` runs the app as well, and has no environment to name. */
function refuse(): void {
  try {
    EnvironmentProfile.load(app);
  } catch (error) {
    Annotations.of(new Stack(app, id)).addError((error as Error).message);
  }
}
