import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { consoleHost } from '../../contracts/console';

/** A page of the AWS console, in the region of a construct. */
export function consoleUrl(construct: IConstruct, path: string): string {
  const { region } = Stack.of(construct);
  const [page, anchor] = path.split('#');
  const query = `${page?.includes('?') ? '&' : '?'}region=${region}`;
  return `https://${consoleHost(region)}/${page}${query}${anchor === undefined ? '' : `#${anchor}`}`;
}
