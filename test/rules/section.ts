import type { RuleTable } from '../../lib/rules/rule';

/** A specimen, with what its rules have to know of it. */
export interface Variant<Facts = never> {
  readonly name: string;
  readonly facts: Facts;
  readonly component: string;
  /** The part of the component that has the rules, where it is not the main one. */
  readonly part?: string;
  /** @default - those of the section */
  readonly dimensions?: readonly string[];
}

/** One table of rules and the specimens that it applies to. */
export interface Section<Facts = never> {
  readonly type: string;
  readonly resource: string;
  readonly dimensions: readonly string[];
  readonly table: RuleTable<Facts>;
  readonly variants: readonly Variant<Facts>[];
}

export const section = <Facts>(of: Section<Facts>): Section => of as unknown as Section;
