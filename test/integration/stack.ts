import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Cloud } from './cloud';

export const REGION = 'us-east-1';
export const ACCOUNT = '123456789012';
const BUCKET = `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}`;

/** How a client finds the cloud. */
export const optionsOf = ({ endpoint }: Cloud) => ({
  endpoint,
  region: REGION,
  credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
});

const s3 = (cloud: Cloud) => new S3Client({ ...optionsOf(cloud), forcePathStyle: true });

/** The bucket of assets, which a bootstrap makes. */
export async function createBucket(cloud: Cloud): Promise<void> {
  await s3(cloud).send(new CreateBucketCommand({ Bucket: BUCKET }));
}

interface Assets {
  readonly files: Readonly<
    Record<string, { source: { path: string }; destinations: Readonly<Record<string, { objectKey: string }>> }>
  >;
}

/** As CDK's command line does: the assets, then the stack. The cloud runs no code, so that of a folder is left out. */
export async function deploy(cloud: Cloud, stack: string, action: string, assembly: string): Promise<void> {
  const { files } = JSON.parse(readFileSync(join(assembly, `${stack}.assets.json`), 'utf8')) as Assets;
  let template = '';
  for (const { source, destinations } of Object.values(files)) {
    for (const { objectKey } of Object.values(destinations)) {
      const path = join(assembly, source.path);
      const Body = statSync(path).isDirectory() ? 'no code' : readFileSync(path);
      await s3(cloud).send(new PutObjectCommand({ Bucket: BUCKET, Key: objectKey, Body }));
      if (source.path === `${stack}.template.json`) template = objectKey;
    }
  }
  const credential = `testing/20260101/${REGION}/cloudformation/aws4_request`;
  const response = await fetch(cloud.endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=none` },
    body: new URLSearchParams({
      Action: action,
      Version: '2010-05-15',
      StackName: stack,
      TemplateURL: `https://s3.${REGION}.amazonaws.com/${BUCKET}/${template}`,
    }),
  });
  if (!response.ok) throw new Error(await response.text());
}
