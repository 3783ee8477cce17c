import type { Assembly } from '../../rehearsal/assembly/model';
import { CheckError, UsageError } from '../errors';
import type { Aws } from './aws';

/** Invokes a function of the app, as it is deployed. @throws UsageError if there is none, CheckError if it fails */
export async function invokeDeployed<Answer>(aws: Aws, name: string, payload: unknown): Promise<Answer> {
  const { FunctionError, Payload } = await aws
    .ask('Lambda', 'InvokeFunction', (client) =>
      client.invoke({ FunctionName: name, Payload: JSON.stringify(payload) }),
    )
    .catch((error: Error) => {
      if ((error.cause as Error | undefined)?.name !== 'ResourceNotFoundException') throw error;
      const where = aws.region === undefined ? '' : ` in ${aws.region}`;
      throw new UsageError(
        `There is no function ${name}${where}. Deploy the app first, or sign in to the account that it is deployed to.`,
      );
    });
  const text = Buffer.from(Payload ?? []).toString('utf8');
  if (FunctionError !== undefined) throw new CheckError(`${name} failed; see its log. ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

/** The region of a stack. */
export const regionOf = ({ stacks }: Assembly, stack: string): string | undefined =>
  stacks.find(({ path }) => path === stack)?.region;
