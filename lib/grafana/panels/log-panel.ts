import type { Target } from '../../rehearsal/assembly/deployed-stack';
import { type JsonObject, textIn } from '../../rehearsal/assembly/json';
import { partitionOf } from '../../rehearsal/assembly/pseudo-parameters';
import { CLOUDWATCH, type PanelContent } from '../model';

/** A widget with a query of CloudWatch Logs Insights: lines, or a table of what it computes. */
export function logPanel(properties: JsonObject, { region, account }: Target): PanelContent {
  const { groups, query } = partsOf(textIn(properties.query) ?? '');
  const isTable = /\|\s*stats\b|^\s*stats\b/i.test(query);
  return {
    ...(isTable ? TABLE : LINES),
    title: textIn(properties.title) ?? '',
    datasource: CLOUDWATCH,
    targets: [
      {
        refId: 'A',
        datasource: { ...CLOUDWATCH },
        id: '',
        queryMode: 'Logs',
        region: region ?? 'default',
        expression: query,
        ...(account === undefined || region === undefined
          ? { logGroupNames: groups }
          : {
              logGroups: groups.map((name) => ({
                name,
                arn: `arn:${partitionOf({ region })}:logs:${region}:${account}:log-group:${name}:*`,
              })),
            }),
      },
    ],
  };
}

const TABLE: PanelContent = { type: 'table', options: { frameIndex: 0, showHeader: true } };
const LINES: PanelContent = {
  type: 'logs',
  options: {
    showTime: true,
    showLabels: false,
    showCommonLabels: false,
    wrapLogMessage: true,
    prettifyLogMessage: false,
    enableLogDetails: true,
    showLogContextToggle: false,
    dedupStrategy: 'none',
    sortOrder: 'Descending',
  },
};

/** A query begins with its log groups: `SOURCE 'a' | SOURCE 'b' | fields @message`. */
export function partsOf(text: string): { groups: string[]; query: string } {
  const groups: string[] = [];
  const query = text.replace(/^(\s*SOURCE\s+(?:'[^']*'\s*,?\s*)+\|?)+/, (sources) => {
    groups.push(...[...sources.matchAll(/'([^']*)'/g)].map(([, name]) => name as string));
    return '';
  });
  return { groups: [...new Set(groups)], query: query.trim() };
}
