// Each test gets its own environment, with the resources that Terraform would create and simulated services.
import { createHash } from 'node:crypto';
import { REGION } from './aws-stand-in.mjs';

export const SERVICES = ['issuer', 'verifier'];
export const REGISTRY = `123456789012.dkr.ecr.${REGION}.amazonaws.com`;
const DOCKER_MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

const HEALTHY = {
  'GET /health/ready': { status: 200, body: { status: 'ready' } },
  'GET /health/live': { status: 200, body: { status: 'live' } },
  'GET /.well-known/jwks.json': { status: 200, body: { keys: [{ kty: 'EC' }] } },
  'POST /issue': { status: 401, body: { code: 'unauthorized' } },
  'POST /requests': { status: 401, body: { code: 'unauthorized' } },
};
const PATHS = { issuer: { '/issue': {} }, verifier: { '/requests': {} } };

/** Pushes an image of each service to the registry that all environments share. Returns the digests by service. */
export async function pushImages(aws, tag) {
  const digests = {};
  for (const service of SERVICES) {
    const repositoryName = `zk-income/${service}`;
    const ecr = (operation, body) =>
      aws.request('ecr', `AmazonEC2ContainerRegistry_V20150921.${operation}`, { repositoryName, ...body });
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

/** Common to both compute modes. */
class Environment {
  /** Digests of images that start, but never become ready. */
  unready = new Set();
  /** Overrides the responses of the services, by method and path. */
  responses = {};

  constructor(aws, name) {
    this.aws = aws;
    this.name = name;
    this.fullName = `zk-income-${name}`;
    aws.environments.set(this.accessKey, this);
  }

  get accessKey() {
    return `KEY${this.name.toUpperCase()}`;
  }

  /** The distinct operations called in this environment. */
  get calls() {
    return [...new Set(this.aws.calls.get(this.accessKey))].sort();
  }

  /** The permissions that these calls would require in the environment `name`. */
  permissionsIn(name) {
    const permissions = [...(this.aws.required.get(this.accessKey) ?? [])];
    return permissions.map((one) => one.replaceAll(this.fullName, `zk-income-${name}`));
  }

  /** The response of a deployed service. */
  async serviceResponse(service, call) {
    const digest = (await this.runningImage(service)).split('@')[1];
    if (this.unready.has(digest) && call === 'GET /health/ready')
      return { status: 503, body: { code: 'unavailable' } };
    const openapi = { openapi: '3.1.0', paths: PATHS[service] };
    const healthy = call === 'GET /openapi.json' ? { status: 200, body: openapi } : HEALTHY[call];
    return this.responses[call] ?? healthy ?? { status: 404, body: { code: 'not_found' } };
  }

  /** The running digests, by service. */
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
  /** Digests of images whose tasks fail to start. */
  failing = new Set();
  /** Digests of images whose deployment never completes. */
  stuck = new Set();
  #polls = new Map();

  static async create(aws, name, digests) {
    const environment = new FargateEnvironment(aws, name);
    await aws.ecs('CreateCluster', { clusterName: environment.fullName });
    for (const service of SERVICES) {
      await environment.registerRevision(service, digests);
      await aws.ecs('CreateService', {
        cluster: environment.fullName,
        serviceName: `${service}-service`,
        taskDefinition: `${environment.fullName}-${service}`,
        desiredCount: 1,
      });
    }
    return environment;
  }

  /** Registers a revision as Terraform does. */
  registerRevision(service, digests, more = []) {
    return this.aws.ecs('RegisterTaskDefinition', {
      family: `${this.fullName}-${service}`,
      taskRoleArn: `arn:aws:iam::123456789012:role/${this.fullName}-${service}-task`,
      executionRoleArn: `arn:aws:iam::123456789012:role/${this.fullName}-${service}-execution`,
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
          environment: [{ name: 'PUBLIC_URL', value: this.aws.publicUrl(this, service) }, ...more],
        },
      ],
    });
  }

  async service(service) {
    const { services } = await this.aws.ecs('DescribeServices', {
      cluster: this.fullName,
      services: [`${service}-service`],
    });
    return services[0];
  }

  async revision(name) {
    const { taskDefinition, tags } = await this.aws.ecs('DescribeTaskDefinition', {
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

  /** Adds the deployments of services, because moto has no scheduler. */
  async adjustResponse(operation, _, response) {
    if (operation !== 'DescribeServices') return response;
    const services = response.services.map(async (one) => ({
      ...one,
      deployments: await this.#deployments(one),
    }));
    return { ...response, services: await Promise.all(services) };
  }

  /** Simulates the scheduler: the state of a deployment advances with each poll. */
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
    if (this.stuck.has(digest) || polls < 2) return [deployment()];
    if (!this.failing.has(digest)) return [deployment({ rolloutState: 'COMPLETED' })];
    // The circuit breaker rolls back to the previous revision.
    const [, stem, number] = /^(.+):(\d+)$/.exec(taskDefinition);
    const previous = `${stem}:${number - 1}`;
    await this.aws.ecs('UpdateService', {
      cluster: this.fullName,
      service: serviceName,
      taskDefinition: previous,
    });
    return [
      deployment({ taskDefinition: previous }),
      deployment({ status: 'ACTIVE', rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start.' }),
    ];
  }
}

export class LambdaEnvironment extends Environment {
  #images = new Map();

  static async create(aws, name, digests) {
    const environment = new LambdaEnvironment(aws, name);
    const Role = await aws.createRole(`${environment.fullName}-function`, 'lambda.amazonaws.com');
    for (const service of SERVICES) {
      await aws.request('lambda', 'POST /2015-03-31/functions', {
        FunctionName: environment.functionName(service),
        PackageType: 'Image',
        Code: { ImageUri: image(service, digests) },
        Role,
        Environment: { Variables: { PUBLIC_URL: aws.publicUrl(environment, service) } },
        Publish: true,
      });
      environment.#images.set(`${service} 1`, image(service, digests));
      await aws.request('lambda', `POST ${environment.#path(service)}/aliases`, {
        Name: 'live',
        FunctionVersion: '1',
      });
    }
    return environment;
  }

  functionName(service) {
    return `${this.fullName}-${service}`;
  }

  #path(service) {
    return `/2015-03-31/functions/${this.functionName(service)}`;
  }

  async liveVersion(service) {
    const alias = await this.aws.request('lambda', `GET ${this.#path(service)}/aliases/live`);
    return alias.FunctionVersion;
  }

  /** Records the image of each version, because in moto a version changes its image with the function. */
  async adjustResponse(operation, url, response) {
    const service = SERVICES.find((one) => url.startsWith(`${this.#path(one)}/versions`));
    if (operation === 'PublishVersion') {
      const { Code } = await this.aws.request('lambda', `GET ${this.#path(service)}`);
      this.#images.set(`${service} ${response.Version}`, Code.ImageUri);
    }
    return response;
  }

  async runningImage(service) {
    return this.#images.get(`${service} ${await this.liveVersion(service)}`);
  }
}
