// Cost model: each item of a monthly bill from prices and usage.

const MILLION = 1e6;
const GIB_KB = 1e6;

/** Usage per second of one resource, at a rate of verifications and the issuances that go with them. */
function perSecond({ verification, issuance }, rate, member) {
  return rate * (verification[member] + issuance.perVerification * issuance[member]);
}

/** The number of tasks of each service that a rate needs, at least the minimum count of the environment. */
export function tasksFor({ usage, environments }, environment, rate) {
  const { tasks } = environments[environment];
  const needed = (service, milliseconds) => {
    const { count, vcpu } = tasks[service];
    return Math.max(count, Math.ceil((rate * milliseconds) / 1000 / usage.cpuTarget / vcpu));
  };
  return {
    verifier: needed('verifier', usage.verification.cpuMilliseconds),
    issuer: needed('issuer', usage.issuance.perVerification * usage.issuance.cpuMilliseconds),
  };
}

/** Fargate tasks, load balancer and interface endpoints; or Lambda functions. */
function compute(inputs, environment, mode, rate) {
  const { prices, usage, environments } = inputs;
  const hours = usage.hoursPerMonth;
  if (mode === 'lambda') {
    const { millionRequests, gbSecond } = prices.lambda;
    const calls = perSecond(usage, rate, 'calls') * hours * 3600;
    // Three calls per verification; the milliseconds are the sum of all three.
    const seconds = (perSecond(usage, rate, 'lambdaMilliseconds') / 1000) * hours * 3600;
    return {
      functions: (calls / MILLION) * millionRequests + seconds * usage.lambdaMemoryGb * gbSecond,
    };
  }
  const { tasks, endpoints, natGateways } = environments[environment];
  const counts = tasksFor(inputs, environment, rate);
  const { vcpuHour, gbHour, spotDiscount } = prices.fargate;
  const taskHour = Object.entries(tasks).reduce(
    (sum, [service, { vcpu, gb, spot }]) =>
      sum + counts[service] * (vcpu * vcpuHour + gb * gbHour) * (1 - spot * spotDiscount),
    0,
  );
  const units = Math.max(1, perSecond(usage, rate, 'calls') / usage.capacityUnitCallsPerSecond);
  const { loadBalancer, interfaceEndpoint, natGateway } = prices;
  // Most of the traffic to AWS is logs; its cost is small beside the hours.
  const loggedGb = (perSecond(usage, rate, 'logKilobytes') * hours * 3600) / GIB_KB;
  return {
    'Fargate tasks': taskHour * hours,
    'load balancer': hours * (loadBalancer.hour + units * loadBalancer.capacityUnitHour),
    ...(endpoints > 0 && {
      'interface endpoints': hours * endpoints * interfaceEndpoint.hour + loggedGb * interfaceEndpoint.gb,
    }),
    ...(natGateways > 0 && {
      'NAT gateway':
        hours * natGateways * (natGateway.hour + natGateway.publicIpv4Hour) +
        (endpoints > 0 ? 0 : loggedGb * natGateway.gb),
    }),
  };
}

function apiGateway({ prices, usage }, rate) {
  const { millionFirst, millionAfter, firstMillions } = prices.apiGateway;
  const millions = (perSecond(usage, rate, 'calls') * usage.hoursPerMonth * 3600) / MILLION;
  return (
    Math.min(millions, firstMillions) * millionFirst + Math.max(0, millions - firstMillions) * millionAfter
  );
}

function dynamodb({ prices, usage, environments }, environment, rate) {
  const { millionWrites, millionReads, gbMonth, recoveryGbMonth } = prices.dynamodb;
  const seconds = usage.hoursPerMonth * 3600;
  const writes = (perSecond(usage, rate, 'writes') * seconds) / MILLION;
  const reads = (perSecond(usage, rate, 'reads') * seconds) / MILLION;
  const stored = ({ storedKilobytes, storedDays }, perVerification = 1) =>
    (rate * perVerification * storedKilobytes * storedDays * 86_400) / GIB_KB;
  const gb = stored(usage.verification) + stored(usage.issuance, usage.issuance.perVerification);
  const perGb = gbMonth + (environments[environment].recovery ? recoveryGbMonth : 0);
  return writes * millionWrites + reads * millionReads + gb * perGb;
}

function logs({ prices, usage, environments }, environment, rate) {
  const gb = (perSecond(usage, rate, 'logKilobytes') * usage.hoursPerMonth * 3600) / GIB_KB;
  return gb * (prices.logs.gb + environments[environment].logMonths * prices.logs.gbMonth);
}

/**
 * The items of a monthly bill, in USD, of an environment at a constant rate of verifications per second.
 *
 * @example monthlyCost(inputs, 'dev', 'fargate', 0)
 */
export function monthlyCost(inputs, environment, mode, rate) {
  const { prices, usage, environments, fixed } = inputs;
  const parts = {
    ...compute(inputs, environment, mode, rate),
    'API Gateway': apiGateway(inputs, rate),
    DynamoDB: dynamodb(inputs, environment, rate),
    logs: logs(inputs, environment, rate),
    'transfer out':
      ((perSecond(usage, rate, 'answerKilobytes') * usage.hoursPerMonth * 3600) / GIB_KB) * prices.transferGb,
    'alarms, metrics, secrets, keys, images':
      fixed.alarmMetrics * prices.alarmMetric +
      fixed.compositeAlarms * prices.compositeAlarm +
      (fixed.metrics +
        (mode === 'fargate' && environments[environment].containerInsights
          ? fixed.containerInsightsMetrics
          : 0)) *
        prices.metric +
      fixed.secrets * prices.secret +
      environments[environment].kmsKeys * prices.kmsKey +
      fixed.registryGb * prices.registryGbMonth,
  };
  return Object.fromEntries(Object.entries(parts).map(([part, usd]) => [part, usd * prices.regionFactor]));
}
