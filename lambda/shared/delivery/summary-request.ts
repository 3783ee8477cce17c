import type { SummaryRequest } from '../../../lib/contracts/messages';
import { fieldsIn, parsed } from '../parsing/fields';

/** As `Summaries` writes it. */
export function summaryRequestIn(body: string): SummaryRequest | undefined {
  const fields = fieldsIn(parsed(body));
  return fields['vigil'] === 'summary' ? (fields as unknown as SummaryRequest) : undefined;
}

type Module = typeof import('./summaries');
type Summaries = InstanceType<Module['Summaries']>;
export type LazySummaries = () => Summaries;

/** Most functions never need summaries: their code is loaded with the first one. */
export function lazySummaries(...dependencies: ConstructorParameters<Module['Summaries']>): LazySummaries {
  let summaries: Summaries | undefined;
  return () => {
    const load = () => new (require('./summaries') as Module).Summaries(...dependencies);
    summaries ??= load();
    return summaries;
  };
}
