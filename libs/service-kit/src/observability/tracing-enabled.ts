type Environment = Readonly<Record<string, string | undefined>>;

/** Whether OpenTelemetry's standard environment variables enable traces. */
export function isTracingEnabled(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || env.OTEL_TRACES_EXPORTER === 'none') return false;
  return [env.OTEL_EXPORTER_OTLP_ENDPOINT, env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT].some((url) => !!url);
}
