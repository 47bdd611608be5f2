// Each test gets its own environment, with the resources that Terraform would create and simulated services.
import { createHash } from 'node:crypto';
import { SCRIPT_ROLES } from '../permissions/pipeline-policies.mjs';
import { ACCOUNT } from '../permissions/required-permissions.mjs';
import { REGION } from './aws-stand-in.mjs';

export const SERVICES = ['issuer', 'verifier'];
const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
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

  /** @param owner the account, and an access key ID for setting it up */
  constructor(aws, name, owner = {}) {
    this.aws = aws;
    this.name = name;
    this.account = owner.account ?? ACCOUNT;
    this.setupKey = owner.setupKey;
    this.fullName = `zk-income-${name}`;
    for (const role of SCRIPT_ROLES) aws.environments.set(this.accessKey(role), this);
  }

  /** Calls AWS to set the environment up. */
  request(service, target, body) {
    return this.aws.request(service, target, body, this.setupKey);
  }

  ecs(operation, body) {
    return this.request('ecs', `AmazonEC2ContainerServiceV20141113.${operation}`, body);
  }

  /** The access key ID of a role of the pipeline. */
  accessKey(role) {
    return `${this.fullName}-${role}`;
  }

  /** The distinct operations that a role called in this environment. */
  callsOf(role) {
    return [...new Set(this.aws.calls.get(this.accessKey(role)))].sort();
  }

  /** What IAM would decide for the calls of a role in the environment `name`. */
  accessesIn(name, role) {
    const accesses = this.aws.accesses.get(this.accessKey(role)) ?? [];
    return JSON.parse(JSON.stringify(accesses).replaceAll(this.fullName, `zk-income-${name}`));
  }

  /** Creates the functions that rotate the keys, as Terraform does. */
  async createRotation(digests) {
    const Role = await this.aws.createRole(
      `${this.fullName}-rotation`,
      'lambda.amazonaws.com',
      this.setupKey,
    );
    for (const service of SERVICES)
      await this.request('lambda', 'POST /2015-03-31/functions', {
        FunctionName: `${this.fullName}-${service}-rotation`,
        PackageType: 'Image',
        Code: { ImageUri: image(service, digests) },
        Role,
      });
  }

  /** The digests of the functions that rotate the keys, by service. */
  async rotating() {
    const pairs = SERVICES.map(async (service) => {
      const path = `/2015-03-31/functions/${this.fullName}-${service}-rotation`;
      const { Code } = await this.request('lambda', `GET ${path}`);
      return [service, Code.ImageUri.split('@')[1]];
    });
    return Object.fromEntries(await Promise.all(pairs));
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
  /** Whether the deployments that the circuit breaker starts fail. */
  failsToRollBack = false;
  #schedules = new Map();
  #lastDeployment = 0;

  static async create(aws, name, digests, { rotation = true, owner } = {}) {
    const environment = new FargateEnvironment(aws, name, owner);
    if (rotation) await environment.createRotation(digests);
    await environment.ecs('CreateCluster', { clusterName: environment.fullName });
    for (const service of SERVICES) {
      await environment.registerRevision(service, digests);
      await environment.ecs('CreateService', {
        cluster: environment.fullName,
        serviceName: `${service}-service`,
        taskDefinition: `${environment.fullName}-${service}`,
        desiredCount: 1,
      });
    }
    return environment;
  }

  /** Registers a revision as Terraform does. */
  registerRevision(service, digests, variables = [], tags = []) {
    return this.ecs('RegisterTaskDefinition', {
      family: `${this.fullName}-${service}`,
      taskRoleArn: `arn:aws:iam::${this.account}:role/${this.fullName}-${service}-task`,
      executionRoleArn: `arn:aws:iam::${this.account}:role/${this.fullName}-${service}-execution`,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      tags: [{ key: 'environment', value: this.name }, ...tags],
      containerDefinitions: [
        {
          name: service,
          image: image(service, digests),
          readonlyRootFilesystem: true,
          user: '1000:1000',
          portMappings: [{ containerPort: 3001, protocol: 'tcp' }],
          environment: [{ name: 'PUBLIC_URL', value: this.aws.publicUrl(this, service) }, ...variables],
        },
      ],
    });
  }

  /** Registers a revision with these tags and switches a service to it, as the scripts do. */
  async switchTo(service, digests, tags) {
    const more = Object.entries(tags).map(([key, value]) => ({ key, value }));
    const { taskDefinition } = await this.registerRevision(service, digests, [], more);
    await this.ecs('UpdateService', {
      cluster: this.fullName,
      service: `${service}-service`,
      taskDefinition: taskDefinition.taskDefinitionArn,
    });
  }

  async service(service) {
    const { services } = await this.ecs('DescribeServices', {
      cluster: this.fullName,
      services: [`${service}-service`],
    });
    return services[0];
  }

  async revision(name) {
    const { taskDefinition, tags } = await this.ecs('DescribeTaskDefinition', {
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
  async adjustResponse(operation, _, response, body) {
    if (operation === 'UpdateService') {
      const { service, taskDefinition, forceNewDeployment } = JSON.parse(body);
      const { primary } = await this.#schedule(service);
      const revision = taskDefinition ?? primary.taskDefinition;
      // Without a change ECS does not try a failed deployment again.
      if (forceNewDeployment || primary.taskDefinition !== revision) this.#start(service, revision);
      return { service: { ...response.service, deployments: this.#listed(service) } };
    }
    if (operation !== 'DescribeServices') return response;
    const services = response.services.map(async (one) => {
      await this.#advance(one.serviceName);
      return { ...one, runningCount: one.desiredCount, deployments: this.#listed(one.serviceName) };
    });
    return { ...response, services: await Promise.all(services) };
  }

  #listed(serviceName) {
    const { primary, failed } = this.#schedules.get(serviceName);
    return [{ ...primary, status: 'PRIMARY' }, ...failed.map((one) => ({ ...one, status: 'ACTIVE' }))];
  }

  /** The deployments of a service. The first one is the one that created the service. */
  async #schedule(serviceName) {
    if (!this.#schedules.has(serviceName)) {
      const { taskDefinition } = await this.service(serviceName.replace('-service', ''));
      this.#schedules.set(serviceName, { failed: [] });
      this.#start(serviceName, taskDefinition).polls = 1;
      await this.#advance(serviceName);
    }
    return this.#schedules.get(serviceName);
  }

  #start(serviceName, taskDefinition) {
    const id = `ecs-svc/${++this.#lastDeployment}`;
    const primary = { id, taskDefinition, polls: 0, rolloutState: 'IN_PROGRESS' };
    this.#schedules.get(serviceName).primary = primary;
    return primary;
  }

  /** Simulates the scheduler: the state of a deployment advances with each poll. */
  async #advance(serviceName) {
    const schedule = await this.#schedule(serviceName);
    const { primary } = schedule;
    primary.polls++;
    const { containerDefinitions } = await this.revision(primary.taskDefinition);
    const digest = containerDefinitions[0].image.split('@')[1];
    if (primary.rolloutState !== 'IN_PROGRESS' || this.stuck.has(digest) || primary.polls < 2) return;
    if (!this.failing.has(digest) && !primary.fails) {
      Object.assign(primary, { rolloutState: 'COMPLETED' });
      schedule.completed = primary.taskDefinition;
      return;
    }
    Object.assign(primary, { rolloutState: 'FAILED', rolloutStateReason: 'tasks failed to start.' });
    // The circuit breaker rolls back to the last completed deployment, if there is one.
    if (schedule.completed === undefined) return;
    schedule.failed.push(primary);
    await this.ecs('UpdateService', {
      cluster: this.fullName,
      service: serviceName,
      taskDefinition: schedule.completed,
    });
    this.#start(serviceName, schedule.completed).fails = this.failsToRollBack;
    schedule.completed = undefined;
  }
}

export class LambdaEnvironment extends Environment {
  #images = new Map();

  static async create(aws, name, digests) {
    const environment = new LambdaEnvironment(aws, name);
    await environment.createRotation(digests);
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
    const alias = await this.request('lambda', `GET ${this.#path(service)}/aliases/live`);
    return alias.FunctionVersion;
  }

  /** Records and returns the image of each version, because in moto a version changes its image with the function. */
  async adjustResponse(operation, url, response) {
    if (operation === 'GetFunction') {
      const version = new URL(url, this.aws.endpoint).searchParams.get('Qualifier');
      const owner = SERVICES.find((one) => url.startsWith(`${this.#path(one)}?`));
      const ImageUri = this.#images.get(`${owner} ${version}`);
      return ImageUri ? { ...response, Code: { ...response.Code, ImageUri } } : response;
    }
    const service = SERVICES.find((one) => url.startsWith(`${this.#path(one)}/versions`));
    if (operation === 'PublishVersion') {
      const { Code } = await this.request('lambda', `GET ${this.#path(service)}`);
      this.#images.set(`${service} ${response.Version}`, Code.ImageUri);
    }
    return response;
  }

  async runningImage(service) {
    return this.#images.get(`${service} ${await this.liveVersion(service)}`);
  }
}
