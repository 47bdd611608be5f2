// Health check of the container: exits with 0 if the service is ready, otherwise with 1.
const { ok } = await fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).catch(() => ({ ok: false }));
process.exit(ok ? 0 : 1);
