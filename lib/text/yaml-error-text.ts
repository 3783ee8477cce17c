/** The stack is used up, as V8 says it of a call and of a regular expression. */
const STACK_USED_UP = /call stack|Stack overflow/;

/** What the YAML parser says of a document that would end the process, in words that say what to change; all else as it is. */
export function yamlErrorText(message: string): string {
  if (STACK_USED_UP.test(message)) return 'its values are nested too deep';
  return /alias count/.test(message) ? 'its aliases stand for too many values' : message;
}
