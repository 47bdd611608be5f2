// Health check of the container: exits with 0 if the service is ready, otherwise with 1. The argument selects another
// probe than `ready`: `live` or `started`.
const [probe = 'ready'] = process.argv.slice(2);
const { ok } = await fetch(`http://127.0.0.1:${process.env.PORT}/health/${probe}`).catch(() => ({
  ok: false,
}));
process.exit(ok ? 0 : 1);
