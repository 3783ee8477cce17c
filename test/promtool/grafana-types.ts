import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { type JsonObject, objectIn, objectsIn } from '../../lib/rehearsal/assembly/json';

const MODULES = join(__dirname, '../../node_modules');

/** Grafana's own types, of its newest three majors. */
export const SCHEMAS = { 11: 'grafana-schema-11', 12: 'grafana-schema-12', 13: '@grafana/schema' } as const;

/** The values of enumerations stand in JSON as they are. */
const PLAIN = `type Plain<T> = unknown extends T ? T : T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T
  : T extends readonly (infer U)[] ? Plain<U>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;`;

/** Has the compiler compare dashboards with Grafana's types, as literals, which may have no property that the types do not have. */
export function mistakesIn(dashboards: readonly JsonObject[], schema: string): string[] {
  const folder = join(MODULES, schema);
  const declarations = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.d.ts'),
  );
  const fileOf = (pattern: RegExp): string | undefined => {
    const file = declarations.find((name) => pattern.test(name));
    return file && join(folder, file);
  };
  const index = fileOf(/^dist\/(?:types|esm)\/index\.d\.ts$/) as string;
  const lines: string[] = [PLAIN, `import type * as all from ${JSON.stringify(index)};`];
  const imports = new Map<string, string>();
  const typeIn = (pattern: RegExp, name: string): string | undefined => {
    const file = fileOf(pattern);
    if (file === undefined) return undefined;
    const alias = imports.get(file) ?? `m${imports.size}`;
    imports.set(file, alias);
    return `${alias}.${name}`;
  };
  const check = (type: string, value: unknown): void => {
    lines.push(`export const v${lines.length}: Plain<${type}> = ${JSON.stringify(value)};`);
  };
  const querying = /cloudwatch\/dataquery\/x\/.*types\.gen\.d\.ts$/;
  for (const { panels, annotations, ...dashboard } of dashboards) {
    const marks = objectsIn(objectIn(annotations).list);
    for (const { target } of marks) check(typeIn(querying, 'CloudWatchAnnotationQuery') as string, target);
    const shells = objectsIn(panels).map(({ targets, options, ...panel }) => ({
      ...panel,
      ...(targets !== undefined && { targets: [] }),
      options: {},
    }));
    check(typeIn(/raw\/dashboard\/x\/.*types\.gen\.d\.ts$/, 'Dashboard') as string, { ...dashboard, panels: shells });
    for (const { type, options, targets, fieldConfig } of objectsIn(panels)) {
      const own = typeIn(new RegExp(`composable/${type}/panelcfg/x/.*types\\.gen\\.d\\.ts$`), 'Options');
      if (own !== undefined) check(`Partial<${own}>`, options);
      const custom = objectIn(objectIn(fieldConfig).defaults).custom;
      if (custom !== undefined) check('all.GraphFieldConfig', custom);
      for (const target of objectsIn(targets).filter(({ queryMode }) => queryMode !== undefined)) {
        const query = target.queryMode === 'Logs' ? 'CloudWatchLogsQuery' : 'CloudWatchMetricsQuery';
        check(typeIn(querying, query) as string, target);
      }
    }
  }
  const text = [
    ...[...imports].map(([file, alias]) => `import type * as ${alias} from ${JSON.stringify(file)};`),
    ...lines,
  ];
  return compiled(text.join('\n'), index);
}

function compiled(text: string, index: string): string[] {
  const name = join(MODULES, '../test/promtool/made-dashboards.ts');
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: [], allowImportingTsExtensions: true },
    ...{
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2022,
    },
    paths: { '@grafana/schema': [index] },
  };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile;
  host.getSourceFile = (file, ...more) =>
    file === name ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : read(file, ...more);
  const exists = host.fileExists;
  host.fileExists = (file) => file === name || exists(file);
  host.readFile = (file) => (file === name ? text : readFileSync(file, 'utf8'));
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, start }) => {
    const line = start === undefined ? '' : text.slice(Math.max(0, start - 80), start + 120);
    return `${ts.flattenDiagnosticMessageText(messageText, '\n')}\n    ${line}`;
  });
}
