import type { NotWatchedReason } from '../contracts/not-watched';
import { RESOURCE_TYPES } from './all';

/** Why a resource is not watched, and what would cover it, in words. */
export interface NotWatchedText {
  readonly why: string;
  readonly remedy: string;
}

/** Types of the Serverless Application Model, and what they become. */
const SERVERLESS: Readonly<Record<string, string>> = {
  'AWS::Serverless::Api': 'AWS::ApiGateway::RestApi',
  'AWS::Serverless::Function': 'AWS::Lambda::Function',
  'AWS::Serverless::HttpApi': 'AWS::ApiGatewayV2::Api',
  'AWS::Serverless::SimpleTable': 'AWS::DynamoDB::Table',
  'AWS::Serverless::StateMachine': 'AWS::StepFunctions::StateMachine',
};

/** The method of a Vigil that watches a type, such as `queue`; undefined if none does. */
export function methodFor(type: string): string | undefined {
  const known = RESOURCE_TYPES.find((each) => each.type === (SERVERLESS[type] ?? type));
  const component = known?.sections[0]?.component;
  return component && `${component.charAt(0).toLowerCase()}${component.slice(1)}`;
}

const TEXTS: Readonly<Record<NotWatchedReason, (type: string) => NotWatchedText>> = {
  type: () => ({ why: 'Vigil has no rules for this type', remedy: 'vigil.alarm(metric, …)' }),
  excluded: () => ({ why: 'the app excludes it', remedy: "remove it from 'exclude'" }),
  imported: (type) => ({
    why: "it is imported, and 'watch' finds what the app creates",
    remedy: `vigil.${methodFor(type)}(…)`,
  }),
  stage: () => ({ why: 'its stage has no Vigil', remedy: 'a Vigil in this stage' }),
  scope: (type) => ({ why: 'no scope around it is watched', remedy: `vigil.watch(…) or vigil.${methodFor(type)}(…)` }),
  untyped: () => ({ why: 'it is a plain CfnResource', remedy: 'the class of its type, such as CfnQueue' }),
  unused: () => ({ why: 'no component that is watched uses it', remedy: 'a component that uses it' }),
  rules: () => ({ why: 'none of its rules is on', remedy: "a rule switched on with 'rules'" }),
  alarm: (type) => ({ why: 'no alarm reads its metrics', remedy: `vigil.${methodFor(type)}(…)` }),
};

/** @param type a CloudFormation type */
export const notWatchedText = (reason: NotWatchedReason, type: string): NotWatchedText => TEXTS[reason](type);
