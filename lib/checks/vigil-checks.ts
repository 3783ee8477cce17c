import { dirname } from 'node:path';
import type {
  IPolicyValidationContextBeta1,
  IPolicyValidationPluginBeta1,
  PolicyValidationPluginReportBeta1,
} from 'aws-cdk-lib';
import { acknowledgedIn } from './acknowledged';
import type { Violation } from './checks';

/** Required where it is used: an app without these checks should not pay for reading templates. */
const checks = () => require('./checks') as typeof import('./checks');

/** The name of the plugin, and what its ids begin with. */
const NAME = 'vigil';

/**
 * Checks of an app as a policy validation plugin of CDK: alarms that nobody notices (also those that are not Vigil's), topics without
 * subscribers, queues without a dead-letter queue, log groups without retention, functions without any alarm. A violation ends `cdk synth`
 * with a report.
 *
 * A violation is acknowledged by its id, on the construct or on one around it: `vigil::silent-alarm`, `vigil::topic-without-subscriber`,
 * `vigil::queue-without-dead-letter-queue`, `vigil::log-group-without-retention`, `vigil::function-without-alarm`.
 *
 * @example
 *
 * Validations.of(app).addPlugins(new VigilChecks());
 * Validations.of(topic).acknowledge({ id: 'vigil::topic-without-subscriber', reason: 'A partner subscribes.' });
 */
export class VigilChecks implements IPolicyValidationPluginBeta1 {
  public readonly name: string = NAME;
  /** The ids of the checks. Optional because it is in the interface of CDK, and jsii allows no difference. */
  public readonly ruleIds?: string[] = checks().CHECKS.map(({ id }) => `${NAME}::${id}`);

  public validate(context: IPolicyValidationContextBeta1): PolicyValidationPluginReportBeta1 {
    const acknowledged = acknowledgedIn(context);
    const found = [...checks().violationsIn(assembliesOf(context.templatePaths))].flatMap(
      ([{ id, what, fix }, all]) => {
        const rule = `${NAME}::${id}`;
        const violations = all.filter((each) => !acknowledged(rule, each));
        return violations.length === 0
          ? []
          : [{ ruleName: rule, description: what, fix, violatingResources: violations.map(locationOf) }];
      },
    );
    return { success: found.length === 0, violations: found };
  }
}

/** The folders of the templates, without those of stages, which their app leads to. */
function assembliesOf(templates: readonly string[]): string[] {
  const folders = [...new Set(templates.map((template) => dirname(template)))];
  return folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`)));
}

const locationOf = ({ template, logicalId }: Violation) => ({
  resourceLogicalId: logicalId,
  templatePath: template,
  locations: [`Resources/${logicalId}`],
});
