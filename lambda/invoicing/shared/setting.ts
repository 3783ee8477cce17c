/** The value of an environment variable that the stack sets. */
export function setting(name: 'TABLE_NAME' | 'BUS_NAME' | 'QUEUE_URL' | 'ENVIRONMENT'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}
