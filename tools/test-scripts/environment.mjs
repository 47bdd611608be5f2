// An environment of its own for each test: what Terraform would have made, and how its services do.
import { createHash } from 'node:crypto';
import { REGION } from './cloud.mjs';

export const SERVICES = ['issuer', 'verifier'];
export const REGISTRY = `123456789012.dkr.ecr.${REGION}.amazonaws.com`;
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

const GOOD = {
  'GET /health/ready': { status: 200, body: { status: 'ready' } },
  'GET /health/live': { status: 200, body: { status: 'live' } },
  'GET /.well-known/jwks.json': { status: 200, body: { keys: [{ kty: 'EC' }] } },
  'POST /issue': { status: 401, body: { code: 'unauthorized' } },
  'POST /requests': { status: 401, body: { code: 'unauthorized' } },
};
const PATHS = { issuer: { '/issue': {} }, verifier: { '/requests': {} } };

/** Pushes an image of each service, once for all environments: they share the registry. Returns digests by service. */
export async function pushImages(cloud, tag) {
  const digests = {};
  for (const service of SERVICES) {
    const repositoryName = `zk-income/${service}`;
    const ecr = (operation, body) =>
      cloud.request('ecr', `AmazonEC2ContainerRegistry_V20150921.${operation}`, { repositoryName, ...body });
    await ecr('CreateRepository', { imageTagMutability: 'IMMUTABLE' }).catch((error) => {
      if (!error.message.includes('RepositoryAlreadyExistsException')) throw error;
    });
    const digest = `sha256:${createHash('sha256').update(`${service} ${tag}`).digest('hex')}`;
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: DOCKER_MANIFEST,
      config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 1, digest },
      layers: [{ mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', size: 1, digest }],
    });
    const { image } = await ecr('PutImage', { imageManifest, imageTag: tag });
    digests[service] = image.imageId.imageDigest;
  }
  return digests;
}

/** What is alike in both modes. */
class Environment {
  /** Digests of images that start and then do not work. */
  broken = new Set();
  /** Answers of running services instead of good ones, by method and path. */
  answers = {};

  constructor(cloud, name) {
    this.cloud = cloud;
    this.name = name;
    this.full = `zk-income-${name}`;
    cloud.environments.set(this.accessKey, this);
  }

  get accessKey() {
    return `KEY${this.name.toUpperCase()}`;
  }

  /** Distinct calls that were made in this environment. */
  get calls() {
    return [...new Set(this.cloud.calls.get(this.accessKey))].sort();
  }

  /** What those calls need to be allowed, as they would in the environment `name`. */
  neededIn(name) {
    const needs = [...(this.cloud.needs.get(this.accessKey) ?? [])];
    return needs.map((one) => one.replaceAll(this.full, `zk-income-${name}`));
  }

  async answer(service, call) {
    const digest = (await this.runningImage(service)).split('@')[1];
    if (this.broken.has(digest) && call === 'GET /health/ready')
      return { status: 503, body: { code: 'unavailable' } };
    const description = { openapi: '3.1.0', paths: PATHS[service] };
    const good = call === 'GET /openapi.json' ? { status: 200, body: description } : GOOD[call];
    return this.answers[call] ?? good ?? { status: 404, body: { code: 'not_found' } };
  }

  /** The digests that run, by service. */
  async running() {
    const pairs = SERVICES.map(async (service) => [
      service,
      (await this.runningImage(service)).split('@')[1],
    ]);
    return Object.fromEntries(await Promise.all(pairs));
  }
}

const image = (service, digests) => `${REGISTRY}/zk-income/${service}@${digests[service]}`;

export class FargateEnvironment extends Environment {
  /** Digests of images whose tasks never become healthy, and of those that neither do nor end. */
  dying = new Set();
  hanging = new Set();
  #polls = new Map();

  static async create(cloud, name, digests) {
    const environment = new FargateEnvironment(cloud, name);
    await cloud.ecs('CreateCluster', { clusterName: environment.full });
    for (const service of SERVICES) {
      await environment.register(service, digests);
      await cloud.ecs('CreateService', {
        cluster: environment.full,
        serviceName: `${service}-service`,
        taskDefinition: `${environment.full}-${service}`,
        desiredCount: 1,
      });
    }
    return environment;
  }

  /** A revision as Terraform registers it. */
  register(service, digests, more = []) {
    return this.cloud.ecs('RegisterTaskDefinition', {
      family: `${this.full}-${service}`,
      taskRoleArn: `arn:aws:iam::123456789012:role/${this.full}-${service}-task`,
      executionRoleArn: `arn:aws:iam::123456789012:role/${this.full}-${service}-execution`,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      tags: [{ key: 'environment', value: this.name }],
      containerDefinitions: [
        {
          name: service,
          image: image(service, digests),
          readonlyRootFilesystem: true,
          user: '1000:1000',
          portMappings: [{ containerPort: 3001, protocol: 'tcp' }],
          environment: [{ name: 'PUBLIC_URL', value: this.cloud.publicUrl(this, service) }, ...more],
        },
      ],
    });
  }

  async service(service) {
    const { services } = await this.cloud.ecs('DescribeServices', {
      cluster: this.full,
      services: [`${service}-service`],
    });
    return services[0];
  }

  async revision(name) {
    const { taskDefinition, tags } = await this.cloud.ecs('DescribeTaskDefinition', {
      taskDefinition: name,
      include: ['TAGS'],
    });
    return { ...taskDefinition, tags };
  }

  async runningRevision(service) {
    return this.revision((await this.service(service)).taskDefinition);
  }

  async runningImage(service) {
    return (await this.runningRevision(service)).containerDefinitions[0].image;
  }

  /** What AWS would answer where moto does not: it has no scheduler. */
  async amend(operation, _, answer) {
    if (operation !== 'DescribeServices') return answer;
    const services = answer.services.map(async (one) => ({
      ...one,
      deployments: await this.#deployments(one),
    }));
    return { ...answer, services: await Promise.all(services) };
  }

  /** What the scheduler makes of a service, one poll after the other. */
  async #deployments({ serviceName, taskDefinition }) {
    const { containerDefinitions } = await this.revision(taskDefinition);
    const digest = containerDefinitions[0].image.split('@')[1];
    const polls = (this.#polls.get(taskDefinition) ?? 0) + 1;
    this.#polls.set(taskDefinition, polls);
    const deployment = (more) => ({
      taskDefinition,
      status: 'PRIMARY',
      rolloutState: 'IN_PROGRESS',
      ...more,
    });
    if (this.hanging.has(digest) || polls < 2) return [deployment()];
    if (!this.dying.has(digest)) return [deployment({ rolloutState: 'COMPLETED' })];
    // The circuit breaker.
    const [, stem, number] = /^(.+):(\d+)$/.exec(taskDefinition);
    const before = `${stem}:${number - 1}`;
    await this.cloud.ecs('UpdateService', {
      cluster: this.full,
      service: serviceName,
      taskDefinition: before,
    });
    return [
      deployment({ taskDefinition: before }),
      deployment({ status: 'ACTIVE', rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start.' }),
    ];
  }
}

export class LambdaEnvironment extends Environment {
  #images = new Map();

  static async create(cloud, name, digests) {
    const environment = new LambdaEnvironment(cloud, name);
    const Role = await cloud.role(`${environment.full}-function`, 'lambda.amazonaws.com');
    for (const service of SERVICES) {
      await cloud.request('lambda', 'POST /2015-03-31/functions', {
        FunctionName: environment.functionName(service),
        PackageType: 'Image',
        Code: { ImageUri: image(service, digests) },
        Role,
        Environment: { Variables: { PUBLIC_URL: cloud.publicUrl(environment, service) } },
        Publish: true,
      });
      environment.#images.set(`${service} 1`, image(service, digests));
      await cloud.request('lambda', `POST ${environment.#path(service)}/aliases`, {
        Name: 'live',
        FunctionVersion: '1',
      });
    }
    return environment;
  }

  functionName(service) {
    return `${this.full}-${service}`;
  }

  #path(service) {
    return `/2015-03-31/functions/${this.functionName(service)}`;
  }

  async liveVersion(service) {
    const alias = await this.cloud.request('lambda', `GET ${this.#path(service)}/aliases/live`);
    return alias.FunctionVersion;
  }

  /** What AWS would answer where moto does not: its versions change their image with the function. */
  async amend(operation, url, answer) {
    const service = SERVICES.find((one) => url.startsWith(`${this.#path(one)}/versions`));
    if (operation === 'PublishVersion') {
      const { Code } = await this.cloud.request('lambda', `GET ${this.#path(service)}`);
      this.#images.set(`${service} ${answer.Version}`, Code.ImageUri);
    }
    return answer;
  }

  async runningImage(service) {
    return this.#images.get(`${service} ${await this.liveVersion(service)}`);
  }
}
