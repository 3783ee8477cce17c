import { nearest } from '../../text/nearest';

/** The error for an unknown parameter. */
export function unknownParameter(name: string, parameters: readonly string[]): string {
  const meant = nearest(name, parameters);
  const advice = meant === undefined ? `They have: ${parameters.join(', ') || 'none'}.` : `Did you mean '${meant}'?`;
  return `the templates have no parameter '${name}'. ${advice}`;
}
