import MarkdownIt from 'markdown-it';
import { useMemo } from 'preact/hooks';
import type { DashboardView } from '../../protocol';
import { addressOf } from '../address';

// no HTML, and no picture: it would be fetched from elsewhere
const parser = new MarkdownIt({ html: false, linkify: false }).disable('image');

const DASHBOARD = /#dashboards(?::name=|\/dashboard\/)([^/?&;]+)/;
const BUTTON = /^button:(?:(primary):)?/;

/** Text as CloudWatch writes it: Markdown, buttons, and links between dashboards, which lead to them in the room. */
export function Markdown({
  markdown,
  dashboards,
}: {
  readonly markdown: string;
  readonly dashboards: readonly DashboardView[];
}) {
  const html = useMemo(() => render(markdown, dashboards), [markdown, dashboards]);
  // markdown-it escapes all HTML and drops links that run code
  return <div class="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}

function render(markdown: string, dashboards: readonly DashboardView[]): string {
  const tokens = parser.parse(markdown, {});
  for (const { children } of tokens) {
    for (const [index, token] of (children ?? []).entries()) {
      if (token.type !== 'link_open') continue;
      const [, name] = DASHBOARD.exec(String(token.attrGet('href') ?? '')) ?? [];
      const known = name === undefined ? -1 : dashboards.findIndex((each) => each.name === decodeURIComponent(name));
      if (known >= 0) token.attrSet('href', addressOf('dashboards', dashboards[known]?.name ?? ''));
      else {
        token.attrSet('target', '_blank');
        token.attrSet('rel', 'noreferrer noopener');
      }
      const label = children?.[index + 1];
      const button = label?.type === 'text' ? BUTTON.exec(label.content) : null;
      if (label === undefined || button === null) continue;
      label.content = label.content.replace(BUTTON, '');
      token.attrSet('class', button[1] === undefined ? 'button' : 'button primary');
    }
  }
  return parser.renderer.render(tokens, parser.options, {});
}
