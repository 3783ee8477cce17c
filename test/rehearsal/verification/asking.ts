import type { CloudWatch as Sdk } from '@aws-sdk/client-cloudwatch';
import { Aws } from '../../../lib/commands/aws/aws';
import { cloudWatchOf } from '../../../lib/commands/aws/cloud-watch';
import type { CloudWatch } from '../../../lib/rehearsal/verification/cloud-watch';
import type { Answer, Outcome, Run } from '../../../lib/rehearsal/verification/run';
import { ask } from '../../../lib/rehearsal/verification/run';
import { Invalid } from '../../support/loopback-cloudwatch/expressions';
import type { Input } from '../../support/loopback-cloudwatch/metric-alarm';
import type { LoopbackCloudWatch } from '../../support/loopback-cloudwatch/server';

export const RUN = '20260304T091723Z-35m-0123abcd';

/** A run against the server on loopback, through the AWS SDK. */
export function runOn(aws: LoopbackCloudWatch, run: Partial<Run>): Run {
  return {
    ...{ id: RUN, questions: [], refused: [], clock: aws.clock, progress: () => {} },
    cloudWatch: clientOf(),
    end: new AbortController().signal,
    ...run,
  };
}

export const clientOf = (): CloudWatch => cloudWatchOf(new Aws(__dirname, 'eu-west-1'));

export async function outcomeOf(aws: LoopbackCloudWatch, run: Partial<Run>): Promise<Outcome> {
  const { outcome } = await ask(runOn(aws, run));
  return outcome as Outcome;
}

/**
 * The same server without HTTP and the SDK, for the thousands of requests of a run with all questions: they take ten times as long as
 * what is evaluated. leftovers.test.ts and test/commands/verify.test.ts have the SDK.
 */
export const inProcess = (aws: LoopbackCloudWatch): CloudWatch =>
  cloudWatchOf({
    ask: async (_, action, call) => {
      const send = async (input: object) => JSON.parse(JSON.stringify(aws.ask(action, sent(input))), received);
      return call(new Proxy({}, { get: () => send }) as Sdk as never).catch((error: Error) => {
        if (!(error instanceof Invalid)) throw error;
        const { message } = error;
        const $metadata = { httpStatusCode: 400 };
        throw new Error(message, {
          cause: Object.assign(new Error(message), { name: 'ValidationException', $metadata }),
        });
      });
    },
  });

/** The protocol has times in seconds, the SDK has dates. */
const sent = (input: object): Input =>
  JSON.parse(
    JSON.stringify(input, function (this: Input, key, value) {
      return this[key] instanceof Date ? this[key].getTime() / 1000 : value;
    }),
  );
const received = (key: string, value: unknown): unknown =>
  key.endsWith('Timestamp') ? new Date((value as number) * 1000) : value;

/** What each question's answer follows, those that follow the default left out. */
export const deviationsIn = ({ answers }: { readonly answers: readonly Answer[] }): Record<string, string[]> =>
  Object.fromEntries(
    answers
      .filter(({ follows }) => !follows.includes('default'))
      .map(({ question, follows }) => [question.id, [...follows]]),
  );
