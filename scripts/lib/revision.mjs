// Reads what `aws ecs describe-task-definition` prints, for fargate.sh: `revision.mjs image|revision|previous|url …`.
import { readFileSync } from 'node:fs';

const IMAGE_TAG = 'zk-income:image-tag';
const PREVIOUS_TAG = 'zk-income:previous';
// What describes a revision that there is, and not one that shall be.
const OF_A_REVISION = [
  ...['taskDefinitionArn', 'revision', 'status', 'requiresAttributes', 'compatibilities'],
  ...['registeredAt', 'registeredBy', 'deregisteredAt', 'deleteRequestedAt'],
];

const { taskDefinition, tags = [] } = JSON.parse(readFileSync(0, 'utf8'));

/** The container of the service: the only one, or the one of its name. */
function containerOf(service) {
  const { family, containerDefinitions: all } = taskDefinition;
  const [container, ...others] = all.length === 1 ? all : all.filter(({ name }) => name === service);
  if (!container || others.length > 0)
    throw new Error(`${family}: no container is clearly that of ${service}`);
  return container;
}

function found(value, what) {
  if (!value) throw new Error(`${taskDefinition.family}:${taskDefinition.revision}: no ${what}`);
  return value;
}

/** What registers the same again with another image, and with a note on what it comes after. */
function nextRevision(service, image, imageTag, previous) {
  const container = containerOf(service);
  const kept = Object.entries(taskDefinition).filter(([name]) => !OF_A_REVISION.includes(name));
  const ours = { [IMAGE_TAG]: imageTag, [PREVIOUS_TAG]: previous };
  return {
    ...Object.fromEntries(kept),
    containerDefinitions: taskDefinition.containerDefinitions.map((one) =>
      one === container ? { ...one, image } : one,
    ),
    tags: [
      ...tags.filter(({ key }) => !Object.hasOwn(ours, key)),
      ...Object.entries(ours).map(([key, value]) => ({ key, value })),
    ],
  };
}

const answers = {
  image: (service) => containerOf(service).image,
  revision: (...args) => JSON.stringify(nextRevision(...args)),
  previous: () => tags.find(({ key }) => key === PREVIOUS_TAG)?.value ?? '',
  url: (service) =>
    found(
      containerOf(service).environment?.find(({ name }) => name === 'PUBLIC_URL')?.value,
      'PUBLIC_URL to ask',
    ),
};

const [what, ...args] = process.argv.slice(2);
try {
  console.log(answers[what](...args));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
