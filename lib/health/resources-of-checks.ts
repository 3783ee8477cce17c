import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { HealthCheck, HttpRequest } from '../contracts/health-checks';

/** The ARNs of the secrets that checks read. */
export function secretsOf(checks: readonly HealthCheck[], scope: IConstruct): string[] {
  const headers = checks.flatMap(requestsOf).flatMap((request) => Object.values(request.headers));
  const names = headers.flatMap((value) => (typeof value === 'string' ? [] : value.secret));
  return [...new Set(names)].map((name) =>
    name.startsWith('arn:')
      ? name
      : Stack.of(scope).formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          // Secrets Manager adds six characters to a name
          resourceName: `${name}-??????`,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
  );
}

/** The ARNs of the functions that checks invoke. */
export function functionsOf(checks: readonly HealthCheck[], scope: IConstruct): string[] {
  const names = checks.flatMap((check) => (check.type === 'function' ? check.function : []));
  return [...new Set(names)].map((name) =>
    name.startsWith('arn:')
      ? name
      : Stack.of(scope).formatArn({
          service: 'lambda',
          resource: 'function',
          resourceName: name,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
  );
}

function requestsOf(check: HealthCheck): readonly HttpRequest[] {
  if (check.type === 'steps') return check.steps;
  return check.type === 'http' ? [check] : [];
}
