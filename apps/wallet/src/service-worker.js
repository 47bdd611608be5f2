// Keeps the page for offline use. The build fills in the files and their version.
const FILES = /* FILES */ [];
const CACHE = 'wallet-' + /* VERSION */ '';

self.addEventListener('install', (event) => {
  const requests = FILES.map((file) => new Request(file, { cache: 'reload' }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** The configuration as the server has it now, or the last one that was seen. */
async function configuration(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put('./config.json', response.clone());
    return response;
  } catch {
    return (await cache.match('./config.json')) ?? Response.error();
  }
}

async function cached(request) {
  const name = request.mode === 'navigate' ? './index.html' : request;
  const cache = await caches.open(CACHE);
  return (await cache.match(name, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  // Issuers and verifiers are never answered from here.
  if (request.method !== 'GET' || new URL(request.url).origin !== self.location.origin) return;
  const isConfiguration = new URL(request.url).pathname.endsWith('/config.json');
  event.respondWith(isConfiguration ? configuration(request) : cached(request));
});
