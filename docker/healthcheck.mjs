// Whether the service in this container can work: the exit code is what HEALTHCHECK looks at.
const { ok } = await fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).catch(() => ({ ok: false }));
process.exit(ok ? 0 : 1);
