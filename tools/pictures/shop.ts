// Synthesizes the app whose dashboards the docs show: shops with a component of each of the five types, and a relational database.
// Arguments: the output folder, the layout of the dashboards or `default`, the names of the shops, each a stack.
import { App, Stack } from 'aws-cdk-lib';
import { CfnDBInstance } from 'aws-cdk-lib/aws-rds';
import { type DashboardLayout, Route, Vigil } from '../../lib/index';
import { addShop } from '../../test/vigil/shop';

const [outdir, layout, ...shops] = process.argv.slice(2);
const env = { account: '123456789012', region: 'us-east-1' };

const app = new App({ outdir, analyticsReporting: false });
const stacks = shops.map((name) => new Stack(app, name, { env }));
for (const stack of stacks) {
  addShop(stack);
  new CfnDBInstance(stack, 'Accounts', {
    dbInstanceClass: 'db.t4g.medium',
    engine: 'postgres',
    allocatedStorage: '100',
  });
}
new Vigil(stacks.length === 1 ? (stacks[0] as Stack) : new Stack(app, 'watch', { env }), 'Vigil', {
  environment: 'prod',
  routes: [Route.email('oncall@example.com')],
  dashboards: layout === 'default' ? undefined : (layout as DashboardLayout),
}).watch(app);
app.synth();
