// Says something calm when there is no signal. Keeps one page and what it looks like, nothing of
// anybody's; every other page comes from the network or not at all (config/pwa.py).
{% autoescape off %}const VERSION = "face-{{ shell.version }}";
const PAGE = "{{ shell.page }}";
const FILES = [{% for file in shell.files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
{% endautoescape %}
self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(VERSION).then((kept) => kept.addAll([PAGE, ...FILES])).then(() => self.skipWaiting())
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name !== VERSION);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

// Somebody who is on one of our pages stays on it: what was typed there must not go.
function staysOn(request) {
  const from = request.referrer ? new URL(request.referrer) : null;
  if (!from || from.origin !== self.location.origin || from.pathname.startsWith("/admin/")) return false;
  return request.method === "POST" || request.referrer.split("#")[0] !== request.url.split("#")[0];
}

async function withoutSignal(request) {
  if (!staysOn(request)) return caches.match(PAGE);
  for (const page of await self.clients.matchAll({ type: "window" })) page.postMessage("no-signal");
  return new Response(null, { status: 204 });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate") {
    if (request.method === "GET" || staysOn(request)) {
      event.respondWith(fetch(request).catch(() => withoutSignal(request)));
    }
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});
