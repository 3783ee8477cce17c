import { Aws } from '../../../lib/commands/aws/aws';
import { cloudWatchOf } from '../../../lib/commands/aws/cloud-watch';
import type { CloudWatch } from '../../../lib/rehearsal/verification/cloud-watch';
import type { Answer, Outcome, Run } from '../../../lib/rehearsal/verification/run';
import { ask } from '../../../lib/rehearsal/verification/run';
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

/** What each question's answer follows, those that follow the default left out. */
export const deviationsIn = ({ answers }: { readonly answers: readonly Answer[] }): Record<string, string[]> =>
  Object.fromEntries(
    answers
      .filter(({ follows }) => !follows.includes('default'))
      .map(({ question, follows }) => [question.id, [...follows]]),
  );
