import { failureOf } from './errors';

/** Fails fast, so that the function decides what to do with its time. */
export const OPTIONS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
};
/**
 * For what must not be repeated: one attempt; and a connection that was kept while the function slept may be dead, so none is kept.
 */
export const ONCE = {
  ...OPTIONS,
  maxAttempts: 1,
  requestHandler: { ...OPTIONS.requestHandler, httpAgent: { keepAlive: false }, httpsAgent: { keepAlive: false } },
};
type Options = typeof OPTIONS & { readonly region?: string };

/**
 * A client of the AWS SDK for each region, opened when it is first used: the Lambda runtime brings the SDK, and loading what is not
 * needed takes time.
 */
export function lazyClient<Sdk, Client>(
  load: () => Sdk,
  create: (sdk: Sdk, options: Options) => Client,
  options: typeof OPTIONS = OPTIONS,
): (region?: string) => Client {
  const clients = new Map<string | undefined, Client>();
  return (region) => {
    const client = clients.get(region) ?? create(load(), { ...options, region });
    clients.set(region, client);
    return client;
  };
}

/**
 * Calls AWS.
 *
 * @param action named if it fails, such as `PutItem`
 * @throws Permanent or Transient
 */
export async function call<Output>(action: string, work: () => Promise<Output>): Promise<Output> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(action, error);
  }
}
