import { yamlErrorText } from '../../lib/text/yaml-error-text';

test.each([
  'Maximum call stack size exceeded',
  // Node 24, where the stack ends inside a regular expression
  'Invalid regular expression: /^(?:[Yy]es|YES)$/: Stack overflow',
])('%s: values are nested too deep', (message) => {
  expect(yamlErrorText(message)).toBe('its values are nested too deep');
});
