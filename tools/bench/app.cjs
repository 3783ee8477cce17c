// Synthesizes N sets, watched or not, and prints the milliseconds of CPU that the whole process took, and the megabytes.
const { App, Stack } = require('aws-cdk-lib');
const { Construct } = require('constructs');
const { addSet } = require('./set.cjs');

const { layout, sets, watched, outdir } = JSON.parse(process.argv[2]);
// where CloudFront reports, so that all is in the stacks that are counted
const env = { account: '123456789012', region: 'us-east-1' };

const app = new App({ outdir, analyticsReporting: false });
const home = (watched || layout === 'one stack') && new Stack(app, 'Home', { env });
const numbers = Array.from({ length: sets }, (_, index) => index + 1);
const SETS_OF_A_STACK = 16;
const stacks = [];
const stackOf = (number) => {
  const index = Math.ceil(number / SETS_OF_A_STACK);
  stacks[index] ??= new Stack(app, `Sets${index}`, { env });
  return stacks[index];
};
const SCOPES = {
  'stacks of 16': (number) => new Construct(stackOf(number), `Set${number}`),
  'stack each': (number) => new Stack(app, `Set${number}`, { env }),
  'one stack': (number) => new Construct(home, `Set${number}`),
};
for (const number of numbers) addSet(SCOPES[layout](number));

if (watched) {
  const { Route, Vigil } = require('cdk-vigil');
  const routes = [Route.email('oncall@example.com'), Route.sms('+4915112345678')];
  new Vigil(home, 'Vigil', { environment: 'prod', routes }).watch(app);
}
app.synth();

const { user, system } = process.cpuUsage();
console.log(
  JSON.stringify({
    cpu: Math.round((user + system) / 1000),
    megabytes: Math.round(process.resourceUsage().maxRSS / 1000),
  }),
);
