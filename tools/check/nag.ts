// cdk-nag's AwsSolutions on what Vigil adds to an app: no finding without an acknowledgement that says why.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { shop } from './shop';

/** Findings that stay, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'AwsSolutions-IAM5[Resource::*] Shop/Handler/ServiceRole/DefaultPolicy/Resource':
    'Functions of an application are traced, and X-Ray knows no resources that a permission could name.',
};

interface Finding {
  readonly rule: string;
  readonly resource: string;
  readonly says: string;
}

const resourcesOf = (scope: IConstruct): CfnResource[] => scope.node.findAll().filter(CfnResource.isCfnResource);

/** Vigil makes its alarms while the app is synthesized, so the tree is read after it. */
function check(watched: boolean): { readonly resources: CfnResource[]; readonly findings: Finding[] } {
  const outdir = mkdtempSync(join(tmpdir(), 'vigil-nag-'));
  const checked = shop(watched, outdir);
  checked.synth();
  rmSync(outdir, { recursive: true });
  const { violations } = new AwsSolutionsChecks(checked).validateScope(checked);
  return {
    resources: resourcesOf(checked),
    findings: violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({
        rule: ruleName,
        resource: constructPath ?? '',
        says: description,
      })),
    ),
  };
}

const keyOf = ({ rule, resource }: Finding): string => `${rule} ${resource}`;

const without = check(false);
const withVigil = check(true);
const before = new Set(without.resources.map(({ node }) => node.path));
const made = withVigil.resources.filter(({ node }) => !before.has(node.path));
const known = new Set(without.findings.map(keyOf));
const added = withVigil.findings.filter((finding) => !known.has(keyOf(finding)));
const findings = added.filter((finding) => EXPLAINED[keyOf(finding)] === undefined);
const unneeded = Object.keys(EXPLAINED).filter((key) => !added.some((finding) => keyOf(finding) === key));

for (const { rule, resource, says } of findings) console.error(`${rule} at ${resource}: ${says}`);
for (const key of unneeded) console.error(`Nothing needs the explanation of ${key} any more: remove it.`);
const types = [...new Set(made.map(({ cfnResourceType }) => cfnResourceType))].sort();
console.log(`${findings.length} findings on the ${made.length} resources that Vigil makes (${types.join(', ')}).`);
// without these, the shop would show nothing
const shown = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::SNS::Topic', 'AWS::KMS::Key'];
const missing = shown.filter((type) => !types.includes(type));
if (missing.length > 0) console.error(`The shop makes no ${missing.join(', ')}: it checks too little.`);
process.exitCode = findings.length + unneeded.length + missing.length > 0 ? 1 : 0;
