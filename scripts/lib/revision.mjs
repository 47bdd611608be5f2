// Reads the output of `aws ecs describe-task-definition` on stdin, for fargate.sh: `revision.mjs COMMAND …` with the
// command image, revision, previous, tag or url.
import { readFileSync } from 'node:fs';

const IMAGE_TAG = 'zk-income:image-tag';
const PREVIOUS_TAG = 'zk-income:previous';
// Set by ECS; RegisterTaskDefinition does not accept them.
const READ_ONLY = [
  ...['taskDefinitionArn', 'revision', 'status', 'requiresAttributes', 'compatibilities'],
  ...['registeredAt', 'registeredBy', 'deregisteredAt', 'deleteRequestedAt'],
];

const { taskDefinition, tags = [] } = JSON.parse(readFileSync(0, 'utf8'));

/** The container of the service: the only one, or the one with its name. */
function containerOf(service) {
  const { family, containerDefinitions: all } = taskDefinition;
  const [container, ...others] = all.length === 1 ? all : all.filter(({ name }) => name === service);
  if (!container || others.length > 0)
    throw new Error(`${family}: expected exactly one container named ${service}`);
  return container;
}

function publicUrl(service) {
  const { family, revision } = taskDefinition;
  const variable = containerOf(service).environment?.find(({ name }) => name === 'PUBLIC_URL');
  if (!variable?.value) throw new Error(`${family}:${revision}: no environment variable PUBLIC_URL`);
  return variable.value;
}

/** Input of RegisterTaskDefinition: the same revision with a new image, tagged with the revision before it. */
function nextRevision(service, image, imageTag, previous) {
  const container = containerOf(service);
  const kept = Object.entries(taskDefinition).filter(([name]) => !READ_ONLY.includes(name));
  const added = { [IMAGE_TAG]: imageTag, [PREVIOUS_TAG]: previous };
  return {
    ...Object.fromEntries(kept),
    containerDefinitions: taskDefinition.containerDefinitions.map((one) =>
      one === container ? { ...one, image } : one,
    ),
    tags: [
      ...tags.filter(({ key }) => !Object.hasOwn(added, key)),
      ...Object.entries(added).map(([key, value]) => ({ key, value })),
    ],
  };
}

const commands = {
  image: (service) => containerOf(service).image,
  revision: (...args) => JSON.stringify(nextRevision(...args)),
  previous: () => tags.find(({ key }) => key === PREVIOUS_TAG)?.value ?? '',
  tag: () => tags.find(({ key }) => key === IMAGE_TAG)?.value ?? '',
  url: publicUrl,
};

const [command, ...args] = process.argv.slice(2);
try {
  console.log(commands[command](...args));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
