import { type JsonObject, textIn } from '../../rehearsal/assembly/json';
import type { PanelContent } from '../model';
import { uidOf } from '../uid';

/** Markdown, whose links to dashboards of CloudWatch lead to those of Grafana. */
export const textPanel = (properties: JsonObject): PanelContent =>
  markdownPanel('', linked(textIn(properties.markdown) ?? ''), properties.background === 'transparent');

export const markdownPanel = (title: string, content: string, transparent = false): PanelContent => ({
  type: 'text',
  title,
  ...(transparent && { transparent }),
  options: { mode: 'markdown', content },
});

/** CloudWatch draws `[button:primary:Text](…)` as a button. */
const linked = (markdown: string): string =>
  markdown
    .replace(/\[button:(?:primary:)?/g, '[')
    .replace(/\]\(#dashboards:name=([\w-]+)\)/g, (_, name: string) => `](/d/${uidOf(name)})`);
