import schema from '../../health-checks.schema.json';
import type { HealthCheck, HealthCheckFile, HealthCheckMistake, ReadOptions } from '../contracts/health-checks';
import { JsonDocument } from '../validation/json-document';
import { schemaErrors } from '../validation/schema-errors';
import { inOrder, positionOf, type SourceError } from '../validation/source-error';
import { reportDuplicates } from './file/names';
import { Report } from './file/report';
import { checkOf, type Reading } from './file/services';
import type { FileSettings } from './file/settings';

/**
 * Reads a file of health checks.
 *
 * @param path of the file, as shown in mistakes
 */
export function readHealthChecks(text: string, path: string, options: ReadOptions = {}): HealthCheckFile {
  // editors on Windows may put a byte order mark in front
  const source = text.replace(/^\uFEFF/, '');
  const document = new JsonDocument(source);
  const refused = (errors: readonly SourceError[]): HealthCheckFile => ({
    checks: [],
    mistakes: inOrder(errors).map((error) => mistakeOf(error, source, path)),
  });
  if (document.syntaxErrors.length > 0) return refused(document.syntaxErrors);
  const errors = [...document.duplicates(), ...schemaErrors(document, schema)];
  if (errors.length > 0) return refused(errors);

  const file = document.value as FileSettings;
  const report = new Report(document);
  const reading: Reading = { file, custom: customMatchers(file, options, report), report };
  const checks = file.services.map((service, index) => checkOf(service, `/services/${index}`, reading));
  reportDuplicates(checks, file.services, report);
  if (report.errors.length > 0) return { ...refused(report.errors), matchers: file.matchers };
  return { checks: checks as HealthCheck[], mistakes: [], matchers: file.matchers };
}

function customMatchers(
  { matchers }: FileSettings,
  options: ReadOptions,
  report: Report,
): readonly string[] | undefined {
  if (matchers === undefined || options.customMatchers === undefined) return undefined;
  try {
    return options.customMatchers(matchers);
  } catch (error) {
    report.add('/matchers', `the module cannot be loaded: ${(error as Error).message}`);
    return [];
  }
}

function mistakeOf({ offset, path, message }: SourceError, source: string, file: string): HealthCheckMistake {
  return { file, ...(offset !== undefined && positionOf(source, offset)), ...(path && { path }), message };
}

/** `checks.json:12:7 services[0].url: …` */
export function mistakeText({ file, line, column, path, message }: HealthCheckMistake): string {
  const position = [file, line, column].filter((part) => part !== undefined).join(':');
  return path === undefined ? `${position}: ${message}` : `${position} ${path}: ${message}`;
}
