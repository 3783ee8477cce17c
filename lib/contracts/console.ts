/** The AWS console of each partition, by how the names of its regions begin. */
const CONSOLES: readonly (readonly [prefix: string, host: string])[] = [
  ['cn-', 'console.amazonaws.cn'],
  ['us-gov-', 'console.amazonaws-us-gov.com'],
  ['eusc-', 'console.amazonaws-eusc.eu'],
  ['us-isob-', 'console.sc2shome.sgov.gov'],
  ['us-iso-', 'console.c2shome.ic.gov'],
];

/** The host of the AWS console for a region: `console.aws.amazon.com`, and others in China and in AWS GovCloud. */
export const consoleHost = (region: string): string =>
  CONSOLES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'console.aws.amazon.com';
